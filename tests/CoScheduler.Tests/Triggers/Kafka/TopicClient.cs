using Confluent.Kafka;

namespace CoScheduler.Tests.Triggers.Kafka;

/// <summary>An app at the broker: sends, and reads topics from their beginning.</summary>
internal sealed class TopicClient(string bootstrap, bool embedded) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly IProducer<byte[], byte[]?> producer = new ProducerBuilder<byte[], byte[]?>(new ProducerConfig
    {
        BootstrapServers = bootstrap,
        LingerMs = 0,
        MessageMaxBytes = 50_000_000,
        ReconnectBackoffMaxMs = 500,
        TopicMetadataRefreshIntervalMs = 1000,
    }).SetLogHandler(static (_, _) => { }).Build();

    public Task<DeliveryResult<byte[], byte[]?>> SendAsync(string topic, Message<byte[], byte[]?> message) => producer.ProduceAsync(topic, message);

    public Task<DeliveryResult<byte[], byte[]?>> SendAsync(string topic, int partition, Message<byte[], byte[]?> message) =>
        producer.ProduceAsync(new TopicPartition(topic, partition), message);

    /// <summary>Reads so many messages of a topic from its beginning, over all partitions that it has.</summary>
    public List<ConsumeResult<byte[], byte[]?>> Read(string topic, int count)
    {
        var settings = new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "reader", EnableAutoCommit = false, FetchWaitMaxMs = embedded ? 10 : null };
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(settings).SetLogHandler(static (_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Limit).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        var read = new List<ConsumeResult<byte[], byte[]?>>();
        while (read.Count < count && consumer.Consume(Limit) is { } record)
        {
            read.Add(record);
        }

        consumer.Close();
        return read;
    }

    /// <summary>The committed offsets of a group, over all partitions.</summary>
    public long Committed(string group, string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = group }).Build();
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Limit).Topics.Single().Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId));
        return consumer.Committed(partitions, Limit).Sum(static committed => Math.Max(0, committed.Offset.Value));
    }

    public void Dispose() => producer.Dispose();
}
