using System.Globalization;
using System.Text;

namespace CoScheduler.Pool;

/// <summary>Lengths of time as people write them: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c> (contract.md section 2).</summary>
public static class Duration
{
    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>Reads a length of time.</summary>
    /// <param name="text">The text; its units from large to small, each at most once, whole numbers.</param>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="FormatException">The text is not one; the message says what to write instead.</exception>
    public static long Parse(string text) =>
        TryParse(text, out var milliseconds, out var error) ? milliseconds : throw new FormatException(error);

    /// <summary>As <see cref="Parse"/>, for text that a person wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="milliseconds">Milliseconds; 0 if there is an error.</param>
    /// <param name="error">One sentence that says what to write instead, or null.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out long milliseconds, out string? error)
    {
        milliseconds = 0;
        error = null;
        var rest = text.AsSpan().Trim();
        if (rest is "0")
        {
            return true;
        }

        var next = 0;
        Int128 total = 0;
        while (rest.Length > 0 && next < Units.Length)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            var unit = digits < 0 ? -1 : UnitAt(rest[digits..], next);
            if (digits is <= 0 or > 15 || unit < 0)
            {
                break;
            }

            total += (Int128)long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * Units[unit].Milliseconds;
            rest = rest[(digits + Units[unit].Unit.Length)..];
            next = unit + 1;
        }

        if (rest.Length > 0 || next == 0)
        {
            error = $"'{Resources.ResourceText.Shorten(text)}' is no duration; write for example 500ms, 10s, 5m, 1h30m or 2d.";
            return false;
        }

        milliseconds = total >= long.MaxValue ? long.MaxValue : (long)total;
        return true;
    }

    /// <summary>Writes a length of time so that <see cref="Parse"/> reads it back exactly, but for <c>never</c>.</summary>
    /// <param name="milliseconds">Milliseconds, 0 or more; <see cref="long.MaxValue"/> is written <c>never</c>, which only those fields read that may be so.</param>
    /// <returns>The text.</returns>
    public static string Format(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        if (milliseconds is 0 or long.MaxValue)
        {
            return milliseconds == 0 ? "0s" : "never";
        }

        var text = new StringBuilder();
        foreach (var (unit, length) in Units)
        {
            if (milliseconds >= length)
            {
                text.Append(CultureInfo.InvariantCulture, $"{milliseconds / length}{unit}");
                milliseconds %= length;
            }
        }

        return text.ToString();
    }

    private static int UnitAt(ReadOnlySpan<char> text, int from)
    {
        var end = text.IndexOfAnyInRange('0', '9');
        var written = end < 0 ? text : text[..end];
        for (var i = from; i < Units.Length; i++)
        {
            if (written.SequenceEqual(Units[i].Unit))
            {
                return i;
            }
        }

        return -1;
    }
}
