using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.Crashes;

[Collection(ProcessTests.Name)]
public sealed class TaskSideKilledTests(BrokerFixture brokers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task WorkerKilled_AmongRequests_EachEndsOnceOnAnother()
    {
        await using var stage = await Stage.OpenAsync(brokers, new StageOptions { SlotsPerCpu = 8 });
        await stage.MidwayAsync();

        // A worker is idle between two requests: they are killed, one after the other, until one died while it ran something.
        while (stage.Load.Retried == 0 && stage.Load.Ended < 130)
        {
            var worker = stage.Workers[0];
            var ended = stage.Load.Ended;
            LinuxProcess.Kill(worker);
            await Within.LimitAsync(Limit, "the worker is gone", () => !stage.Workers.Contains(worker));
            await Within.LimitAsync(Limit, "requests go on", () => stage.Load.Ended > ended && stage.Workers.Count > 0);
        }

        Assert.True(stage.Load.Retried > 0, "No request ran on a worker that was killed.");
        await stage.EndWellAsync();
    }

    [Fact]
    public async Task SupervisorKilled_AmongRequests_ItsTasksDieAndEachRequestEndsOnce()
    {
        await using var stage = await Stage.OpenAsync(brokers);
        await stage.MidwayAsync();
        var (supervisor, workers) = (stage.Supervisor, stage.Workers);

        LinuxProcess.Kill(supervisor);

        Assert.InRange(stage.Load.Ended, 10, 149);
        await Within.LimitAsync(Limit, "its tasks died with it", () => !stage.Workers.Intersect(workers).Any());
        await Within.LimitAsync(Limit, "another supervisor is there", () => Leftovers.Of(stage.State, "supervisor").Any(id => id != supervisor));
        Assert.False(stage.Server.HasExited, stage.Server.Log);
        await stage.EndWellAsync();
    }

    [Fact]
    public async Task ServerAndSupervisorKilled_AmongRequests_EachEndsOnce()
    {
        await using var stage = await Stage.OpenAsync(brokers);
        await stage.MidwayAsync();
        var (supervisor, workers) = (stage.Supervisor, stage.Workers);

        await stage.Server.KillAsync();
        LinuxProcess.Kill(supervisor);

        Assert.InRange(stage.Load.Ended, 10, 149);
        await Leftovers.NoneAsync(stage.State, Limit);
        await stage.StartAsync();
        Assert.NotEqual(supervisor, stage.Supervisor);
        Assert.Empty(stage.Workers.Intersect(workers));
        await stage.EndWellAsync();
    }
}
