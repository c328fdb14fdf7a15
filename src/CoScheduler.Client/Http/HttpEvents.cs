using System.Net.Http.Headers;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace CoScheduler.Client;

/// <summary>Events over HTTP, in structured mode.</summary>
internal static class HttpEvents
{
    private static readonly JsonEventFormatter Formatter = new(RowJson.Options, default);

    /// <summary>An event as a request's body.</summary>
    /// <param name="sent">The event.</param>
    /// <returns>The body.</returns>
    public static HttpContent Write(CloudEvent sent)
    {
        var content = new ByteArrayContent(Formatter.EncodeStructuredModeMessage(sent, out var contentType).ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType.ToString());
        return content;
    }

    /// <summary>An event as it stands in a stream.</summary>
    /// <param name="json">The event's JSON.</param>
    /// <returns>The reply, or null if it is something else.</returns>
    /// <exception cref="AnalysisException">It can't be read.</exception>
    public static AnalysisEvent? Read(string json)
    {
        try
        {
            return ReplyReader.Read(Formatter.DecodeStructuredModeMessage(System.Text.Encoding.UTF8.GetBytes(json), null, EventNames.Integers));
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw AnalysisException.Unreachable("The server sent what is no CloudEvent 1.0; is it a CoScheduler?", malformed);
        }
    }
}
