using CoScheduler.Tests.Triggers.Kafka;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.IntegrationTests.Kafka;

public sealed class KafkaReplyPublisherTests
{
    [Fact]
    public async Task Publish_SomeCanNeverBeDelivered_TheOthersAreInOrder()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var broker = await KafkaBroker.StartAsync(limit.Token);
        using var topics = new TopicClient(broker.Bootstrap, embedded: false);
        var log = new LineLog();
        using var publisher = new KafkaReplyPublisher(
            new KafkaOptions { Bootstrap = broker.Bootstrap }, new BrokerWatch(TimeProvider.System, log), TimeProvider.System, log);

        var results = await publisher.PublishAsync(
            [
                Replies.One(bytes: 1),
                Replies.One(topic: "no such/topic"),
                Replies.One(partition: 7),
                Replies.One(bytes: 2_000_000),
                Replies.One(bytes: 2),
                Replies.One(topic: "no such/topic"),
            ],
            limit.Token);

        Assert.Equal([null, "invalid_topic", "unknown_partition", "result_too_large", null, "invalid_topic"], results.Select(static result => result?.Code));
        Assert.Equal([1, 2], topics.Read("coscheduler.replies", 2).Select(static record => record.Message.Value!.Length));
    }
}
