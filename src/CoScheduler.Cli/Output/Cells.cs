using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Output;

/// <summary>JSON values as people read them in a table.</summary>
internal static class Cells
{
    private const int LeastTime = 20;

    /// <summary>A value: times to the second in UTC, lists and maps in one line.</summary>
    public static string Of(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(",", list),
        JsonObject map => string.Join(",", map.Select(p => $"{p.Key}={p.Value}")),
        JsonValue text when text.GetValueKind() == JsonValueKind.String && Time(text.GetValue<string>()) is { } time => time,
        _ => value.ToString(),
    };

    /// <summary>The server writes times in full (RFC 3339); nothing else that it tells looks like one.</summary>
    private static string? Time(string text) =>
        text.Length >= LeastTime && text[10] == 'T'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;
}
