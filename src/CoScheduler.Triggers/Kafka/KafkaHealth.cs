using System.Collections.Immutable;

namespace CoScheduler.Triggers.Kafka;

/// <summary>How the Kafka door stands.</summary>
/// <param name="Broker">Whether the broker answers, and since when.</param>
/// <param name="Partitions">The partitions that requests are read from, by topic and number.</param>
/// <param name="Stalled">Why messages that were read can't be handled right now; null if they can.</param>
/// <param name="Handled">How many messages were handled since the start.</param>
/// <param name="DeadLetters">How many of them were dead letters.</param>
public sealed record KafkaHealth(BrokerState Broker, ImmutableArray<PartitionLag> Partitions, string? Stalled, long Handled, long DeadLetters);

/// <summary>How far behind a partition's end the door is.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Next">The offset of the next message to handle; null before the first fetch.</param>
/// <param name="End">The offset after the last message there is; null before the first fetch.</param>
public sealed record PartitionLag(string Topic, int Partition, long? Next, long? End)
{
    /// <summary>How many messages wait; null before the first fetch.</summary>
    public long? Lag => End - Next;
}
