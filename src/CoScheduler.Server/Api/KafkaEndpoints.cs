using CoScheduler.Server.Security;
using CoScheduler.Triggers.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The broker: where it is, its topics, the lag.</summary>
internal static class KafkaEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts) =>
        api.MapGet("/kafka", () => KafkaItem.Of(parts.Kafka, parts.KafkaHealth())).Needs(Verb.Read);
}

internal sealed record KafkaItem(
    string Bootstrap,
    bool Embedded,
    bool Up,
    DateTimeOffset Since,
    string? Error,
    string? Stalled,
    string Requests,
    string Replies,
    string DeadLetters,
    long Handled,
    long DeadLettered,
    IReadOnlyList<KafkaPartition> Partitions)
{
    public static KafkaItem Of(KafkaOptions options, KafkaHealth health) => new(
        options.Bootstrap,
        options.Embedded,
        health.Broker.Up,
        health.Broker.Since,
        health.Broker.Reason,
        health.Stalled,
        string.Join(",", options.RequestTopics.Keys),
        options.ReplyTopic,
        options.DeadLetterTopic,
        health.Handled,
        health.DeadLetters,
        [.. health.Partitions.Select(p => new KafkaPartition(p.Topic, p.Partition, p.Next, p.End, p.Lag))]);
}

internal sealed record KafkaPartition(string Topic, int Partition, long? Next, long? End, long? Lag);
