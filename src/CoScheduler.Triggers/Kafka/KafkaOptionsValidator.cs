using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Judges Kafka's options, with all errors at once.</summary>
public static class KafkaOptionsValidator
{
    /// <summary>Judges options.</summary>
    /// <param name="options">The options.</param>
    /// <returns>Every fault, the pointer naming the option; empty means none.</returns>
    public static ImmutableArray<ErrorItem> Validate(KafkaOptions options)
    {
        var errors = ImmutableArray.CreateBuilder<ErrorItem>();
        if (string.IsNullOrWhiteSpace(options.Bootstrap))
        {
            errors.Add(new("/bootstrap", "missing", "Give the broker's address as host:port."));
        }

        if (options.RequestTopics.IsEmpty)
        {
            errors.Add(new("/topics", "missing", "Name at least one request topic."));
        }

        foreach (var name in options.RequestTopics.Keys)
        {
            CheckName(errors, $"/topics/{name}", name);
        }

        CheckName(errors, "/deadLetterTopic", options.DeadLetterTopic);
        CheckName(errors, "/replyTopic", options.ReplyTopic);
        CheckOverlaps(errors, options);
        CheckBounds(errors, options);
        return errors.DrainToImmutable();
    }

    private static void CheckOverlaps(ImmutableArray<ErrorItem>.Builder errors, KafkaOptions options)
    {
        if (options.RequestTopics.ContainsKey(options.DeadLetterTopic))
        {
            errors.Add(new("/deadLetterTopic", "is_request_topic", $"Choose a topic for dead letters other than the request topic '{options.DeadLetterTopic}'."));
        }

        if (options.IsOurs(options.ReplyTopic))
        {
            errors.Add(new("/replyTopic", "is_ours", $"Choose a topic for replies that is neither a request topic nor the dead letters; '{options.ReplyTopic}' is."));
        }
    }

    private static void CheckBounds(ImmutableArray<ErrorItem>.Builder errors, KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Group))
        {
            errors.Add(new("/group", "missing", "Give the consumer group a name."));
        }

        if (options.MaxRequestBytes < 1)
        {
            errors.Add(new("/maxRequestBytes", "out_of_range", "Allow at least 1 byte for a request."));
        }

        if (options.MaxBatch < 1)
        {
            errors.Add(new("/maxBatch", "out_of_range", "Allow at least 1 message in a batch."));
        }
    }

    private static void CheckName(ImmutableArray<ErrorItem>.Builder errors, string pointer, string name)
    {
        if (!TopicName.IsLegal(name))
        {
            errors.Add(new(pointer, "invalid_topic", $"Name a topic with 1 to {TopicName.Longest} letters, digits, '.', '_' or '-'; '{name}' is none."));
        }
    }
}
