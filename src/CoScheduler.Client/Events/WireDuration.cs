using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CoScheduler.Client;

/// <summary>Durations as the server writes and reads them: <c>1m30s</c>, <c>500ms</c>.</summary>
internal static partial class WireDuration
{
    /// <summary>Writes a duration.</summary>
    public static string Write(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(duration.TotalMilliseconds)}ms");

    /// <summary>Reads a duration, or nothing if it is none.</summary>
    public static TimeSpan? Read(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text || Pattern().Match(text.GetString()!) is not { Success: true } match)
        {
            return null;
        }

        return TimeSpan.FromMilliseconds(
            (Number(match, "d") * 86_400_000) + (Number(match, "h") * 3_600_000) + (Number(match, "m") * 60_000) + (Number(match, "s") * 1000) + Number(match, "ms"));
    }

    private static double Number(Match match, string unit) =>
        match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?=.)(?:(?<d>[\d.]+)d)?(?:(?<h>[\d.]+)h)?(?:(?<m>[\d.]+)m(?!s))?(?:(?<s>[\d.]+)s)?(?:(?<ms>[\d.]+)ms)?$")]
    private static partial Regex Pattern();
}
