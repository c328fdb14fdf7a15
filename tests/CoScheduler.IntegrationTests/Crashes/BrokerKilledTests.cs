using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.Crashes;

[Collection(ProcessTests.Name)]
public sealed class BrokerKilledTests(BrokerFixture brokers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task BrokerKilledAndBack_AmongRequests_EachEndsOnceAndTheServerStaysUp()
    {
        await using var stage = await Stage.OpenAsync(brokers);
        await stage.MidwayAsync();
        var broker = await brokers.StartedAsync();

        broker.Kill();

        Assert.InRange(stage.Load.Ended, 10, 149);
        await Within.LimitAsync(Limit, "the server says that the broker is away", async () => !(await stage.Server.GetAsync("v1/kafka"))["up"]!.GetValue<bool>());
        var away = stage.Load.SendAsync(25);
        await broker.RestartAsync(TestContext.Current.CancellationToken);
        await away;
        await Within.LimitAsync(Limit, "the server says that it is back", async () => (await stage.Server.GetAsync("v1/kafka"))["up"]!.GetValue<bool>());
        await stage.EndWellAsync();
    }
}
