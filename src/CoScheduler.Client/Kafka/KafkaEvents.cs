using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Confluent.Kafka;

namespace CoScheduler.Client;

/// <summary>Events as Kafka messages, by the CloudEvents Kafka binding 1.0.</summary>
internal static class KafkaEvents
{
    private const string ContentTypeHeader = "content-type";
    private const string AttributePrefix = "ce_";
    private const string SpecVersion = "specversion";

    private static readonly JsonEventFormatter Formatter = new(RowJson.Options, default);

    /// <summary>Writes an event.</summary>
    /// <param name="sent">The event.</param>
    /// <param name="key">The Kafka key.</param>
    /// <param name="mode">How it travels.</param>
    /// <returns>The message.</returns>
    public static Message<string, byte[]> Write(CloudEvent sent, string key, EventMode mode) => mode == EventMode.Structured
        ? new Message<string, byte[]>
        {
            Key = key,
            Value = Formatter.EncodeStructuredModeMessage(sent, out var contentType).ToArray(),
            Headers = new Headers { { ContentTypeHeader, Encoding.UTF8.GetBytes(contentType.ToString()) } },
        }
        : new Message<string, byte[]> { Key = key, Value = Formatter.EncodeBinaryModeEventData(sent).ToArray(), Headers = BinaryHeaders(sent) };

    /// <summary>Reads an event.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The event, or null if the message has no mark of one.</returns>
    /// <exception cref="InvalidDataException">It has, and can't be read.</exception>
    public static CloudEvent? Read(Message<Ignore, byte[]> message)
    {
        try
        {
            var contentType = Header(message.Headers, ContentTypeHeader) is { } text ? new ContentType(text) : null;
            if (contentType?.MediaType == EventNames.StructuredJson)
            {
                return Formatter.DecodeStructuredModeMessage(message.Value, contentType, EventNames.Integers);
            }

            return Header(message.Headers, AttributePrefix + SpecVersion) is null ? null : ReadBinary(message, contentType);
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("The message is no CloudEvent 1.0.", malformed);
        }
    }

    private static Headers BinaryHeaders(CloudEvent sent)
    {
        var headers = new Headers { { AttributePrefix + SpecVersion, Encoding.UTF8.GetBytes(sent.SpecVersion.VersionId) } };
        if (sent.DataContentType is { } contentType)
        {
            headers.Add(ContentTypeHeader, Encoding.UTF8.GetBytes(contentType));
        }

        foreach (var (attribute, value) in sent.GetPopulatedAttributes())
        {
            if (attribute != sent.SpecVersion.DataContentTypeAttribute)
            {
                headers.Add(AttributePrefix + attribute.Name, Encoding.UTF8.GetBytes(attribute.Format(value)));
            }
        }

        return headers;
    }

    private static CloudEvent ReadBinary(Message<Ignore, byte[]> message, ContentType? contentType)
    {
        var received = new CloudEvent(CloudEventsSpecVersion.V1_0, EventNames.Integers);
        foreach (var header in message.Headers)
        {
            if (header.Key.StartsWith(AttributePrefix, StringComparison.Ordinal) && header.Key[AttributePrefix.Length..] is var name and not SpecVersion)
            {
                received.SetAttributeFromString(name, Encoding.UTF8.GetString(header.GetValueBytes()));
            }
        }

        received.DataContentType = contentType?.ToString();
        Formatter.DecodeBinaryModeEventData(message.Value ?? [], received);
        return received;
    }

    private static string? Header(Headers? headers, string name) =>
        headers is not null && headers.TryGetLastBytes(name, out var bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes) : null;
}
