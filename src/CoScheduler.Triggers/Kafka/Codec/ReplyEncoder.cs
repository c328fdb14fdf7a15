using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Confluent.Kafka;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Writes replies by the CloudEvents Kafka binding; the same reply always gives the same bytes.</summary>
internal static class ReplyEncoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] StructuredType = Encoding.UTF8.GetBytes(EventNames.StructuredJson + "; charset=utf-8");

    /// <summary>Writes a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The message.</returns>
    public static Message<byte[], byte[]?> Encode(OutgoingReply reply) => new()
    {
        Key = Encoding.UTF8.GetBytes(reply.Key),
        Value = reply.Structured ? Document(reply.Event) : reply.Event.Data.ToArray(),
        Headers = reply.Structured ? StructuredHeaders(reply.Event) : BinaryHeaders(reply.Event),
    };

    private static Headers StructuredHeaders(ReplyEvent reply)
    {
        var headers = new Headers { { EventNames.ContentType, StructuredType } };
        AddForeign(headers, reply);
        return headers;
    }

    private static Headers BinaryHeaders(ReplyEvent reply)
    {
        var headers = new Headers
        {
            { EventNames.AttributePrefix + EventNames.SpecVersion, "1.0"u8.ToArray() },
            { EventNames.ContentType, Encoding.UTF8.GetBytes(reply.DataContentType) },
        };
        foreach (var (name, value) in Attributes(reply))
        {
            headers.Add(EventNames.AttributePrefix + name, Encoding.UTF8.GetBytes(value));
        }

        AddForeign(headers, reply);
        return headers;
    }

    /// <summary>A reply as a JSON document, as structured mode carries it.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The document, in UTF-8.</returns>
    public static byte[] Document(ReplyEvent reply)
    {
        var buffer = new ArrayBufferWriter<byte>(reply.Data.Length + 512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString(EventNames.SpecVersion, "1.0");
        foreach (var (name, value) in Attributes(reply))
        {
            WriteAttribute(json, name, value);
        }

        json.WriteString(EventNames.DataContentType, reply.DataContentType);
        if (JsonData.IsJson(reply.DataContentType))
        {
            json.WritePropertyName("data");
            json.WriteRawValue(reply.Data.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String("data_base64", reply.Data.Span);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string name, string value)
    {
        if (EventNames.Integers.Contains(name) && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Attributes(ReplyEvent reply) => reply.Attributes.Where(static pair =>
        IsAttribute(pair.Key) && pair.Key is not EventNames.SpecVersion and not EventNames.DataContentType);

    /// <summary>What is copied from the request but is no CloudEvents attribute goes beside the event, whatever the mode.</summary>
    private static void AddForeign(Headers headers, ReplyEvent reply)
    {
        foreach (var (name, value) in reply.Attributes)
        {
            if (!IsAttribute(name))
            {
                headers.Add(name, SpringHeaders.Bytes(name, value));
            }
        }
    }

    private static bool IsAttribute(string name) => name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
