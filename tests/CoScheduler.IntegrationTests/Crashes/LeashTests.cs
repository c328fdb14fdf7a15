using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.Crashes;

[Collection(ProcessTests.Name)]
public sealed class LeashTests(BrokerFixture brokers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task ServerKilledForGood_LeashPasses_NothingIsLeft()
    {
        await using var stage = await Stage.OpenAsync(brokers, "--recovery-timeout", "2s");
        await stage.MidwayAsync();
        Assert.NotEmpty(stage.Workers);

        await stage.Server.KillAsync();

        await Leftovers.NoneAsync(stage.State, Limit);

        // What was asked is not lost with the tasks: the next server has it.
        await stage.StartAsync("--recovery-timeout", "2s");
        await stage.EndWellAsync();
    }

    [Fact]
    public async Task CleanStop_DetachTasks_TheNextServerTakesThemOver()
    {
        await using var stage = await Stage.OpenAsync(brokers, "--detach-tasks");
        await stage.MidwayAsync();
        var (supervisor, workers) = (stage.Supervisor, stage.Workers);

        Assert.Equal(0, await stage.Server.StopAsync());

        Assert.InRange(stage.Load.Ended, 10, 149);
        Assert.Equal(supervisor, stage.Supervisor);
        Assert.Equal(workers, stage.Workers);
        await stage.StartAsync();
        Assert.Equal(supervisor, stage.Supervisor);
        Assert.Subset(stage.Workers.ToHashSet(), workers.ToHashSet());
        await stage.EndWellAsync();
    }
}
