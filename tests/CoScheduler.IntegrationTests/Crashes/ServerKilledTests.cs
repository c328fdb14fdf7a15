using Xunit;

namespace CoScheduler.IntegrationTests.Crashes;

[Collection(ProcessTests.Name)]
public sealed class ServerKilledTests(BrokerFixture brokers)
{
    [Fact]
    public async Task ServerKilled_AmongRequests_EachEndsOnceAndTasksAreAdopted()
    {
        await using var stage = await Stage.OpenAsync(brokers);
        await stage.MidwayAsync();
        var (supervisor, workers) = (stage.Supervisor, stage.Workers);

        await stage.Server.KillAsync();

        Assert.InRange(stage.Load.Ended, 10, 149);
        Assert.NotEmpty(workers);
        await stage.StartAsync();
        Assert.Contains("epoch 2", stage.Server.Log, StringComparison.Ordinal);
        Assert.Equal(supervisor, stage.Supervisor);
        Assert.Subset(stage.Workers.ToHashSet(), workers.ToHashSet());
        await stage.EndWellAsync();
    }

    [Fact]
    public async Task ServerKilled_ThenAskedAgain_EveryEventComesAgainWithTheSameBytes()
    {
        await using var stage = await Stage.OpenAsync(brokers);
        await stage.MidwayAsync();
        await stage.Server.KillAsync();
        await stage.StartAsync();
        await stage.Load.EndedAsync();

        await stage.Load.RepeatAsync();

        await stage.EndWellAsync();
    }
}
