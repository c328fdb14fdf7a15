using System.Net.Mime;
using System.Text.Json;
using System.Text.Unicode;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Whether bytes are JSON in UTF-8, as an event's data must be.</summary>
internal static class JsonData
{
    /// <summary>Whether a content type means JSON; none means JSON in CloudEvents.</summary>
    /// <param name="mediaType">The content type.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsJson(string? mediaType)
    {
        var bare = mediaType?.Split(';', 2)[0].Trim();
        return bare is null
            || bare.Equals(EventNames.Json, StringComparison.OrdinalIgnoreCase)
            || bare.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes sure that bytes are UTF-8.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="contentType">What says their character set.</param>
    public static void RequireUtf8(byte[] bytes, ContentType? contentType)
    {
        if (!Utf8.IsValid(bytes) || !(contentType?.CharSet ?? "utf-8").Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnreadableException("invalid_utf8", "Send the message in UTF-8.");
        }
    }

    /// <summary>Makes sure that bytes are one JSON value.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The same bytes.</returns>
    public static ReadOnlyMemory<byte> Check(byte[] bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                reader.TrySkip();
            }

            return bytes;
        }
        catch (JsonException json)
        {
            throw Malformed(json);
        }
    }

    /// <summary>Says where JSON is malformed.</summary>
    /// <param name="json">What the reader found.</param>
    /// <returns>The reason.</returns>
    public static UnreadableException Malformed(JsonException json) =>
        new("malformed_json", $"Send well-formed JSON: it breaks in line {json.LineNumber + 1} after byte {json.BytePositionInLine}.");

    /// <summary>Says that data is not JSON.</summary>
    /// <param name="mediaType">What it is.</param>
    /// <returns>The reason.</returns>
    public static UnreadableException NotJson(string? mediaType) =>
        new("unsupported_content_type", $"Send the parameters as {EventNames.Json}, not as '{mediaType}'.");
}
