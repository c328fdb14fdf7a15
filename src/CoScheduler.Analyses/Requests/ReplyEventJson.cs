using System.Globalization;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>A reply as a structured CloudEvent (JSON format 1.0), for HTTP and server-sent events.</summary>
public static class ReplyEventJson
{
    /// <summary>Writes an event, always in the same bytes.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reply">The event.</param>
    public static void Write(Utf8JsonWriter json, ReplyEvent reply)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        foreach (var (name, value) in reply.Attributes)
        {
            if (name is "attempt" or "seq")
            {
                json.WriteNumber(name, int.Parse(value, CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteString(name, value);
            }
        }

        json.WriteString("datacontenttype", reply.DataContentType);
        if (reply.DataContentType == ReplyTypes.Json)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(reply.Data.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String("data_base64", reply.Data.Span);
        }

        json.WriteEndObject();
    }

    /// <summary>The last word of an event's type, which is the name of a server-sent event.</summary>
    /// <param name="reply">The event.</param>
    /// <returns>For example <c>running</c>.</returns>
    public static string ShortType(ReplyEvent reply) => reply.Type[(reply.Type.LastIndexOf('.') + 1)..];

    /// <summary>Writes an event as UTF-8.</summary>
    /// <param name="reply">The event.</param>
    /// <returns>One line of JSON.</returns>
    public static ReadOnlyMemory<byte> Write(ReplyEvent reply) => JsonBytes.Write(json => Write(json, reply), reply.Data.Length + 512);
}
