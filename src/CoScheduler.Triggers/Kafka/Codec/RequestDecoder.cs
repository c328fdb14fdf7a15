using System.Collections.Immutable;
using System.Net.Mime;
using CloudNative.CloudEvents;
using Confluent.Kafka;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Reads messages by the CloudEvents Kafka binding, structured and binary.</summary>
internal sealed class RequestDecoder(KafkaOptions options)
{
    /// <summary>Reads a message.</summary>
    /// <param name="record">The message.</param>
    /// <returns>What it says, or why it can't be read.</returns>
    public Decoded Decode(ConsumeResult<byte[], byte[]?> record)
    {
        try
        {
            return new Readable(Read(record));
        }
        catch (UnreadableException unreadable)
        {
            return new Unreadable(new(unreadable.Code, unreadable.Message));
        }
    }

    private IncomingMessage Read(ConsumeResult<byte[], byte[]?> record)
    {
        var headers = record.Message.Headers ?? [];
        var value = record.Message.Value ?? [];
        if (value.Length > options.MaxRequestBytes)
        {
            throw new UnreadableException("message_too_large", $"Send at most {options.MaxRequestBytes} bytes; this message has {value.Length}.");
        }

        var roles = options.RequestTopics.TryGetValue(record.Topic, out var topic) ? topic.Roles : [];
        return Read(headers, value, new MessageOrigin("kafka", record.Topic, record.Partition.Value, record.Offset.Value, null, roles));
    }

    /// <summary>Reads an event wherever it came through.</summary>
    /// <param name="headers">Its attributes in binary mode, and its content type.</param>
    /// <param name="value">Its document or data.</param>
    /// <param name="origin">Where it came from.</param>
    /// <returns>What it says.</returns>
    public static IncomingMessage Read(Headers headers, byte[] value, MessageOrigin origin)
    {
        var contentType = MediaType(HeaderText.Find(headers, EventNames.ContentType));
        var structured = contentType?.MediaType == EventNames.StructuredJson;
        var read = structured ? StructuredEvents.Read(value, contentType!) : BinaryEvents.Read(headers, value, contentType);
        return Interpret(read, structured, headers, origin);
    }

    private static ContentType? MediaType(string? text)
    {
        try
        {
            return text is null ? null : new ContentType(text);
        }
        catch (FormatException)
        {
            throw new UnreadableException("unsupported_content_type", $"Send a media type as '{EventNames.ContentType}'.");
        }
    }

    private static IncomingMessage Interpret(ReadEvent read, bool structured, Headers headers, MessageOrigin origin)
    {
        var type = read.Event.Type!;
        return type switch
        {
            EventNames.Request => Request(read, structured, headers, origin),
            EventNames.Cancel => new CancelRequest { Key = new(read.Source, Subject(read.Event)), Origin = origin },
            EventNames.Renew => throw new UnreadableException("unsupported", "Ask anew instead: a subscription can't be renewed in this version."),
            _ => throw new UnreadableException("unknown_type", $"Send '{EventNames.Request}' or '{EventNames.Cancel}' as type."),
        };
    }

    private static AnalysisRequest Request(ReadEvent read, bool structured, Headers headers, MessageOrigin origin)
    {
        var replyTo = read.Text(EventNames.ReplyTo);
        var partition = Partition(read.Text(EventNames.ReplyPartition));
        var reply = read.Text(EventNames.Reply);
        if (replyTo is null && SpringHeaders.ReplyPlace(headers) is { Topic: { } springTopic } spring)
        {
            (replyTo, partition, reply) = (springTopic, partition ?? spring.Partition, reply ?? "final");
        }

        return new AnalysisRequest
        {
            Key = new(read.Source, read.Event.Id!),
            Origin = origin,
            Analysis = Subject(read.Event),
            Data = read.Data,
            ReplyTo = replyTo,
            ReplyPartition = partition,
            Deadline = read.Text(EventNames.Deadline),
            Timeout = read.Text(EventNames.Timeout),
            Ttl = read.Text(EventNames.Ttl),
            Accept = read.Text(EventNames.Accept),
            Deliver = read.Text(EventNames.Deliver),
            Reply = reply,
            Structured = structured,
            Copied = Copied(read, headers),
        };
    }

    private static string Subject(CloudEvent read) =>
        read.Subject ?? throw new UnreadableException("missing_attribute", "Give 'subject': the analysis to run, or the id of the request to cancel.");

    private static int? Partition(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var legal = int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number);
        return legal ? number : throw new UnreadableException("invalid_attribute", $"Give '{EventNames.ReplyPartition}' as a whole number from 0.");
    }

    private static ImmutableSortedDictionary<string, string> Copied(ReadEvent read, Headers headers)
    {
        var copied = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in EventNames.Copied)
        {
            if (read.Text(name) is { } text)
            {
                copied[name] = text;
            }
        }

        if (SpringHeaders.Correlation(headers) is { } correlation)
        {
            copied[SpringHeaders.CorrelationId] = correlation;
        }

        return copied.ToImmutable();
    }
}
