using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CoScheduler.Analyses;
using CoScheduler.Tests.Triggers.Kafka;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.IntegrationTests.Kafka;

public sealed class TopicTablesTests
{
    private static readonly TopicTableSource Stock = new("stock", [new("coupon", "bigint", true), new("remaining", "int", true)], "coupon");

    [Fact]
    public async Task Follow_TopicComesGrowsAndIsMadeAnew_TheTableFollows()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(150));
        using var broker = await KafkaBroker.StartAsync(limit.Token);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Bootstrap }).Build();
        var log = new LineLog();
        await using var tables = new TopicTables(
            new KafkaOptions { Bootstrap = broker.Bootstrap }, new BrokerWatch(TimeProvider.System, log), TimeProvider.System, log);

        var table = tables.Follow(Stock);
        await table.ReadyAsync(limit.Token);
        Assert.DoesNotContain(admin.GetMetadata(TimeSpan.FromSeconds(5)).Topics, static topic => topic.Topic == "stock");

        await admin.CreateTopicsAsync([new TopicSpecification { Name = "stock", NumPartitions = 1, ReplicationFactor = 1 }]);
        await SendAsync(broker, 0, 1, 10);
        await Until.TrueAsync(() => table.Version == 1, "the topic was found", limit.Token);

        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "stock", IncreaseTo = 2 }]);
        await SendAsync(broker, 1, 2, 20);
        await Until.TrueAsync(() => table.Version == 2, "the new partition was found", limit.Token);

        await admin.DeleteTopicsAsync(["stock"]);
        await Until.TrueAsync(() => log.Lines.Any(static line => line.Contains("is gone", StringComparison.Ordinal)), "its end is seen", limit.Token);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "stock", NumPartitions = 2, ReplicationFactor = 1 }]);
        await SendAsync(broker, 0, 1, 30);
        await Until.TrueAsync(() => table.Version == 3, "the topic made anew is followed", limit.Token);

        Assert.Equal(
            ["""{"coupon":2,"remaining":20}""", """{"coupon":1,"remaining":30}"""],
            table.ReadSince(0).Changed.Select(static row => row.Value));
    }

    private static async Task SendAsync(KafkaBroker broker, int partition, int coupon, int remaining)
    {
        // A client of its own each time: a producer that lives on makes a deleted topic again by asking for it.
        using var topics = new TopicClient(broker.Bootstrap, embedded: false);
        var message = Messages.New(Messages.Bytes($$"""{"coupon":{{coupon}},"remaining":{{remaining}}}"""));
        while (true)
        {
            try
            {
                await topics.SendAsync("stock", partition, message);
                return;
            }
            catch (ProduceException<byte[], byte[]?> exception) when (exception.Error.Code is ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic)
            {
                // The sender's own picture of the topic is older than the topic.
                await Task.Yield();
            }
        }
    }
}
