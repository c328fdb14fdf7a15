using System.Globalization;
using System.Text.RegularExpressions;

namespace CoScheduler.Analyses;

/// <summary>Points in time as RFC 3339 writes them.</summary>
public static partial class Rfc3339
{
    /// <summary>Reads a point in time; its offset must be there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The point, in UTC.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out DateTimeOffset at)
    {
        at = default;
        return Form().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out at);
    }

    /// <summary>Writes a point in time, in UTC, with as many digits of the second as it needs.</summary>
    /// <param name="at">The point.</param>
    /// <returns>For example <c>2026-01-31T12:00:00.5Z</c>.</returns>
    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$")]
    private static partial Regex Form();
}
