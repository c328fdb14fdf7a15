using System.Text;
using Confluent.Kafka;
using CoScheduler.Analyses;
using CoScheduler.Triggers.Kafka;

namespace CoScheduler.Triggers.Http;

/// <summary>CloudEvents by the HTTP binding 1.0: requests in, replies out.</summary>
public static class HttpEvents
{
    private const string Prefix = "ce-";

    /// <summary>The media type of a structured event.</summary>
    public const string StructuredType = EventNames.StructuredJson;

    /// <summary>Reads a request or a cancel.</summary>
    /// <param name="headers">The HTTP headers; <c>ce-*</c> are the attributes of binary mode, percent-encoded.</param>
    /// <param name="contentType">The content type; null if there is none.</param>
    /// <param name="body">The body.</param>
    /// <param name="origin">Who asks.</param>
    /// <returns>What it says, or why it can't be read.</returns>
    public static (IncomingMessage? Message, RequestError? Error) Read(
        IEnumerable<KeyValuePair<string, string>> headers,
        string? contentType,
        byte[] body,
        MessageOrigin origin)
    {
        var attributes = new Headers();
        foreach (var (name, value) in headers.Where(h => h.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            attributes.Add(EventNames.AttributePrefix + name[Prefix.Length..].ToLowerInvariant(), Encoding.UTF8.GetBytes(Uri.UnescapeDataString(value)));
        }

        if (contentType is not null)
        {
            attributes.Add(EventNames.ContentType, Encoding.UTF8.GetBytes(contentType));
        }

        try
        {
            return (RequestDecoder.Read(attributes, body, origin), null);
        }
        catch (UnreadableException unreadable)
        {
            return (null, new RequestError(unreadable.Code, unreadable.Message));
        }
    }

    /// <summary>Writes a reply as a structured event.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The JSON document.</returns>
    public static string Write(ReplyEvent reply) => Encoding.UTF8.GetString(ReplyEncoder.Document(reply));
}
