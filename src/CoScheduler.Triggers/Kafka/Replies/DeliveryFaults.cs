using Confluent.Kafka;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Tells what can never be delivered from what can be tried again.</summary>
internal static class DeliveryFaults
{
    /// <summary>Judges a failed delivery.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="error">What the broker or the client said.</param>
    /// <returns>Why it can never be delivered; null if it is worth trying again.</returns>
    public static RequestError? Judge(OutgoingReply reply, Error error) => error.Code switch
    {
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge =>
            new("result_too_large", "Ask for fewer rows, or in smaller pieces: the broker takes no message as large as this reply."),
        ErrorCode.TopicException or ErrorCode.Local_InvalidArg =>
            new("invalid_topic", $"Name a legal topic in replyto; '{reply.Topic}' is none."),
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed =>
            new("topic_forbidden", $"Let CoScheduler write to '{reply.Topic}': the broker refuses it."),
        ErrorCode.Local_UnknownTopic or ErrorCode.UnknownTopicOrPart =>
            new("unknown_topic", $"Make the topic '{reply.Topic}': the broker has none."),
        ErrorCode.Local_UnknownPartition =>
            new("unknown_partition", $"Name a partition that '{reply.Topic}' has; {reply.Partition} is none."),
        ErrorCode.PolicyViolation or ErrorCode.InvalidRecord or ErrorCode.InvalidMsg or ErrorCode.InvalidConfig =>
            new("reply_refused", $"Change what '{reply.Topic}' takes: the broker refuses the reply ({error.Reason})."),
        _ => null,
    };
}
