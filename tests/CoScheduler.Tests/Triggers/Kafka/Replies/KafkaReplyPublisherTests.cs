using CoScheduler.Analyses;
using CoScheduler.Embedded;
using CoScheduler.Tests.Triggers.Kafka.Codec;
using CoScheduler.Triggers.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Replies;

public sealed class KafkaReplyPublisherTests : IDisposable
{
    private readonly MockBroker broker = MockBroker.Start();
    private readonly TopicClient topics;
    private readonly KafkaReplyPublisher publisher;

    public KafkaReplyPublisherTests()
    {
        topics = new TopicClient(broker.Bootstrap, embedded: true);
        var options = new KafkaOptions { Bootstrap = broker.Bootstrap, Embedded = true };
        publisher = new KafkaReplyPublisher(options, new BrokerWatch(TimeProvider.System, NullLogger.Instance), TimeProvider.System, NullLogger.Instance);
    }

    public void Dispose()
    {
        publisher.Dispose();
        topics.Dispose();
        broker.Dispose();
    }

    [Fact]
    public async Task Publish_SeveralOfOneKey_ArriveInOrderInOnePartition()
    {
        var replies = Enumerable.Range(0, 100).Select(static i => Reply() with { Sequence = i, Structured = i % 2 == 0 }).ToList();

        var results = await publisher.PublishAsync(replies, TestContext.Current.CancellationToken);
        var read = topics.Read("coscheduler.replies", 100);

        Assert.All(results, Assert.Null);
        Assert.Single(read.Select(static record => record.Partition).Distinct());
        Assert.Equal(replies.Select(static reply => ReplyEncoder.Encode(reply).Value), read.Select(static record => record.Message.Value));
        Assert.All(read, static record => Assert.Equal("r-1"u8.ToArray(), record.Message.Key));
    }

    [Fact]
    public async Task Publish_APartitionIsAsked_ItIsUsed()
    {
        await publisher.PublishAsync([Reply() with { Partition = 3 }], TestContext.Current.CancellationToken);

        Assert.Equal(3, Assert.Single(topics.Read("coscheduler.replies", 1)).Partition.Value);
    }

    [Fact]
    public async Task Publish_SomeCanNeverBeDelivered_TheOthersAre()
    {
        var large = Reply() with { Event = Reply().Event with { Data = new byte[5_000_000] } };

        var results = await publisher.PublishAsync(
            [Reply(), large, Reply() with { Partition = 99 }, Reply()],
            TestContext.Current.CancellationToken);

        Assert.Equal([null, "result_too_large", "unknown_partition", null], results.Select(static result => result?.Code));
        Assert.Equal(2, topics.Read("coscheduler.replies", 2).Count);
    }

    [Fact]
    public async Task Publish_GivenUp_Throws()
    {
        broker.Dispose();
        using var cancellation = new CancellationTokenSource();
        var publishing = publisher.PublishAsync([Reply()], cancellation.Token);
        Assert.False(publishing.IsCompleted);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
    }

    private static OutgoingReply Reply() => ReplyEncoderTests.Reply(structured: true);
}
