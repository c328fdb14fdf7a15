using CoScheduler.Embedded;
using CoScheduler.Tests.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Embedded.Broker;

public sealed class MockBrokerTests
{
    [Fact]
    public async Task Start_Always_TakesAndGivesMessagesOnTheLoopbackAddress()
    {
        using var broker = MockBroker.Start();
        using var topics = new TopicClient(broker.Bootstrap, embedded: true);

        await topics.SendAsync("new-topic", Messages.Request("r-1"));
        var read = topics.Read("new-topic", 1);

        Assert.StartsWith("127.0.0.1:", broker.Bootstrap, StringComparison.Ordinal);
        Assert.Equal(Messages.Request("r-1").Value, Assert.Single(read).Message.Value);
    }

    [Fact]
    public void Start_Twice_GivesTwoBrokers()
    {
        using var one = MockBroker.Start();
        using var other = MockBroker.Start();

        Assert.NotEqual(one.Bootstrap, other.Bootstrap);
    }
}
