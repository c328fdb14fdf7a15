using System.Globalization;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Spark's ways to write sizes and durations (JavaUtils.byteStringAs, timeStringAs).</summary>
internal static class SparkUnits
{
    private static readonly (string Suffix, long Factor)[] Sizes =
    [
        ("kb", 1L << 10), ("mb", 1L << 20), ("gb", 1L << 30), ("tb", 1L << 40),
        ("k", 1L << 10), ("m", 1L << 20), ("g", 1L << 30), ("t", 1L << 40), ("b", 1),
    ];

    private static readonly (string Suffix, long Factor)[] Times =
    [
        ("min", 60_000), ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ];

    /// <summary>Bytes; a number without a unit is taken as mebibytes, as Spark does for memory.</summary>
    public static bool TryReadSize(string text, out long bytes) => TryRead(text, Sizes, 1L << 20, out bytes);

    /// <summary>Milliseconds; a number without a unit is taken as seconds.</summary>
    public static bool TryReadTime(string text, out long milliseconds) => TryRead(text, Times, 1000, out milliseconds);

    private static bool TryRead(string text, (string Suffix, long Factor)[] units, long bare, out long value)
    {
        var lower = text.Trim().ToLowerInvariant();
        var (suffix, factor) = units.Append((Suffix: "", Factor: bare)).First(unit => lower.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var good = long.TryParse(lower.AsSpan(0, lower.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue / factor;
        value = good ? number * factor : 0;
        return good;
    }
}
