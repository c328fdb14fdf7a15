using System.Globalization;

namespace CoScheduler.Analyses;

/// <summary>Durations as people write them: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c> (contract.md section 2).</summary>
public static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration, not negative, in whole milliseconds.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return false;
        }

        double total = 0;
        var smallestSoFar = Units.Length;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            var name = letters < 0 ? rest : rest[..letters];
            var unit = IndexOfUnit(name);
            if (unit < 0 || unit >= smallestSoFar)
            {
                return false;
            }

            smallestSoFar = unit;
            total += amount * Units[unit].Milliseconds;
            rest = rest[name.Length..];
        }

        if (total > TimeSpan.MaxValue.TotalMilliseconds / 2)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(Math.Round(total));
        return true;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads it.</summary>
    /// <param name="duration">The duration.</param>
    /// <returns>For example <c>1h30m</c>.</returns>
    public static string Format(TimeSpan duration)
    {
        var left = (long)duration.TotalMilliseconds;
        if (left <= 0)
        {
            return "0s";
        }

        var text = new System.Text.StringBuilder();
        for (var i = Units.Length - 1; i >= 0; i--)
        {
            var unit = (long)Units[i].Milliseconds;
            if (left >= unit)
            {
                text.Append(CultureInfo.InvariantCulture, $"{left / unit}{Units[i].Unit}");
                left %= unit;
            }
        }

        return text.ToString();
    }

    private static int IndexOfUnit(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Units.Length; i++)
        {
            if (name.SequenceEqual(Units[i].Unit))
            {
                return i;
            }
        }

        return -1;
    }
}
