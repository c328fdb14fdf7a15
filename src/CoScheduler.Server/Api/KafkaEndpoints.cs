using CoScheduler.Triggers.Kafka;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The broker: where it is, its topics, the lag.</summary>
internal static class KafkaEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts) =>
        api.Reads<KafkaItem>("/kafka", "The broker's address, topics and lag.", () => KafkaItem.Of(parts.Kafka, parts.KafkaHealth()));
}

internal sealed record KafkaItem(
    string Bootstrap,
    bool Embedded,
    bool Up,
    DateTimeOffset Since,
    string? Error,
    string? Stalled,
    KafkaTopics Topics,
    long Handled,
    long DeadLettered,
    long Lag,
    IReadOnlyList<KafkaPartition> Partitions)
{
    public static KafkaItem Of(KafkaOptions options, KafkaHealth health) => new(
        options.Bootstrap,
        options.Embedded,
        health.Broker.Up,
        health.Broker.Since,
        health.Broker.Reason,
        health.Stalled,
        new KafkaTopics([.. options.RequestTopics.Keys], options.ReplyTopic, options.DeadLetterTopic),
        health.Handled,
        health.DeadLetters,
        health.Partitions.Sum(p => p.Lag ?? 0),
        [.. health.Partitions.Select(p => new KafkaPartition(p.Topic, p.Partition, p.Next, p.End, p.Lag))]);
}

/// <summary>The topics' names.</summary>
/// <param name="Requests">Where requests are read.</param>
/// <param name="Replies">Where replies go that name no topic.</param>
/// <param name="DeadLetters">Where messages go that can't be read.</param>
internal sealed record KafkaTopics(IReadOnlyList<string> Requests, string Replies, string DeadLetters);

internal sealed record KafkaPartition(string Topic, int Partition, long? Next, long? End, long? Lag);
