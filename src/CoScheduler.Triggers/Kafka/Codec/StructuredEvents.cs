using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Events in structured mode: the whole event is a JSON document.</summary>
internal static class StructuredEvents
{
    private static readonly JsonEventFormatter Formatter = new();

    /// <summary>Reads an event.</summary>
    /// <param name="value">The message's value.</param>
    /// <param name="contentType">Its content type.</param>
    /// <returns>The event.</returns>
    public static ReadEvent Read(byte[] value, ContentType contentType)
    {
        JsonData.RequireUtf8(value, contentType);
        try
        {
            var read = Formatter.DecodeStructuredModeMessage(value, contentType, extensionAttributes: null);
            return new(read, Data(read));
        }
        catch (JsonException json)
        {
            throw JsonData.Malformed(json);
        }
        catch (Exception exception) when (exception is not UnreadableException and not OutOfMemoryException)
        {
            // Whatever a formatter finds wrong with what a stranger sent, it is the message that is wrong.
            throw new UnreadableException("invalid_event", $"Send a valid CloudEvent 1.0: {FirstLine(exception.Message)}");
        }
    }

    private static ReadOnlyMemory<byte> Data(CloudEvent read) => read.Data switch
    {
        null => ReadEvent.NoData,
        JsonElement element => Encoding.UTF8.GetBytes(element.GetRawText()),
        byte[] bytes when JsonData.IsJson(read.DataContentType) => JsonData.Check(bytes),
        _ => throw JsonData.NotJson(read.DataContentType),
    };

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
