using System.Collections.Immutable;
using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Measures how far behind a consumer is, from what it knows without asking the broker, but for where it began.</summary>
internal sealed class LagMeter
{
    private static readonly TimeSpan CommittedLimit = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TopicPartition, long> began = [];
    private IConsumer<byte[], byte[]?>? measured;

    /// <summary>Measures.</summary>
    /// <param name="consumer">The consumer; what another one began with is forgotten.</param>
    /// <param name="mayAsk">Whether the broker can be asked.</param>
    /// <returns>Each partition, by topic and number.</returns>
    public ImmutableArray<PartitionLag> Measure(IConsumer<byte[], byte[]?> consumer, bool mayAsk)
    {
        if (consumer != measured)
        {
            measured = consumer;
            began.Clear();
        }

        var partitions = consumer.Assignment;
        foreach (var gone in began.Keys.Except(partitions).ToList())
        {
            began.Remove(gone);
        }

        if (mayAsk)
        {
            LookUpBeginnings(consumer, partitions);
        }

        return [.. partitions
            .OrderBy(static partition => partition.Topic, StringComparer.Ordinal)
            .ThenBy(static partition => partition.Partition.Value)
            .Select(partition => Measure(consumer, partition))];
    }

    private PartitionLag Measure(IConsumer<byte[], byte[]?> consumer, TopicPartition partition)
    {
        var marks = consumer.GetWatermarkOffsets(partition);
        long? end = marks.High.Value >= 0 ? marks.High.Value : null;
        var position = consumer.Position(partition);
        long? next = position.Value >= 0 ? position.Value
            : began.TryGetValue(partition, out var offset) && offset >= 0 ? offset
            : end is not null && marks.Low.Value >= 0 ? marks.Low.Value
            : null;
        return new(partition.Topic, partition.Partition.Value, next, end);
    }

    private void LookUpBeginnings(IConsumer<byte[], byte[]?> consumer, List<TopicPartition> partitions)
    {
        var unknown = partitions.Where(partition => !began.ContainsKey(partition) && consumer.Position(partition).Value < 0).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        try
        {
            foreach (var committed in consumer.Committed(unknown, CommittedLimit))
            {
                began[committed.TopicPartition] = committed.Offset.Value;
            }
        }
        catch (KafkaException)
        {
            // Nobody answered in time: until they do, these partitions' lag counts from the beginning of the topic.
            return;
        }
    }
}
