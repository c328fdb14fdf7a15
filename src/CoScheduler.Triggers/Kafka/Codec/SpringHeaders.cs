using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// The headers of Spring for Apache Kafka's request and reply (its reference, "Using ReplyingKafkaTemplate"): the topic as UTF-8, the
/// partition as four bytes with the highest first, the correlation as bytes of any kind, which must come back as they are.
/// </summary>
internal static class SpringHeaders
{
    public const string ReplyTopic = "kafka_replyTopic";
    public const string ReplyPartition = "kafka_replyPartition";
    public const string CorrelationId = "kafka_correlationId";

    /// <summary>Where Spring wants the reply.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <returns>The topic and the partition, each null if it isn't said.</returns>
    public static (string? Topic, int? Partition) ReplyPlace(Headers headers)
    {
        var topic = HeaderText.Find(headers, ReplyTopic);
        if (topic is null || !headers.TryGetLastBytes(ReplyPartition, out var partition) || partition is null)
        {
            return (topic, null);
        }

        var number = partition.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(partition) : -1;
        return number >= 0
            ? (topic, number)
            : throw new UnreadableException("invalid_attribute", $"Send '{ReplyPartition}' as a partition in four bytes, the highest first.");
    }

    /// <summary>The correlation as text that JSON and databases carry unharmed: base64.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <returns>The text, or null if there is none.</returns>
    public static string? Correlation(Headers headers) =>
        headers.TryGetLastBytes(CorrelationId, out var bytes) && bytes is not null ? Convert.ToBase64String(bytes) : null;

    /// <summary>The bytes of a header of a reply that is no CloudEvents attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its value, as <see cref="Correlation"/> gave it for the correlation.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Bytes(string name, string text) =>
        name == CorrelationId ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
}
