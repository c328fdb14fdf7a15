using System.Globalization;
using System.Text.RegularExpressions;

namespace CoScheduler.Analyses;

/// <summary>Values as text.</summary>
internal static partial class ParameterText
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a value; null if the text is none of that type. Never a number that is not finite.</summary>
    public static ParameterValue? Parse(ParameterType type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        object? value = type switch
        {
            ParameterType.Boolean => text switch { "true" => true, "false" => false, _ => null },
            ParameterType.Int => int.TryParse(text, Whole, culture, out var i) ? i : ParseWhole(text) is { } w && w >= int.MinValue && w <= int.MaxValue ? (int)w : null,
            ParameterType.BigInt => long.TryParse(text, Whole, culture, out var l) ? l : ParseWhole(text) is { } w && w >= long.MinValue && w <= long.MaxValue ? (long)w : null,
            ParameterType.Double => double.TryParse(text, Real, culture, out var d) && double.IsFinite(d) ? d : null,
            ParameterType.Decimal => IsExact(text) && decimal.TryParse(text, Real, culture, out var m) ? m : null,
            ParameterType.String => text,
            ParameterType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null,
            ParameterType.Timestamp => Rfc3339.TryParse(text, out var at) ? at : null,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        return value is null ? null : new(type, value);
    }

    /// <summary>Whether a text is a number that the type has no room for, rather than no number at all.</summary>
    public static bool IsNumber(string text) => Number().IsMatch(text);

    public static string Describe(ParameterType type) => type switch
    {
        ParameterType.Boolean => "true or false",
        ParameterType.Int => "a whole number of 32 bits, as a number or a string",
        ParameterType.BigInt => "a whole number of 64 bits, as a number or a string",
        ParameterType.Double => "a finite number, as a number or a string",
        ParameterType.Decimal => "a decimal number of up to 28 digits, as a number or a string",
        ParameterType.String => "a string",
        ParameterType.Date => "a day such as \"2026-01-31\"",
        ParameterType.Timestamp => "a time with its offset such as \"2026-01-31T12:00:00Z\"",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static string Format(ParameterValue value) => value.Value switch
    {
        bool b => b ? "true" : "false",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => Rfc3339.Format(at),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value.Value,
    };

    // decimal.Parse rounds what has more digits, which nobody asked for.
    private static bool IsExact(string text) => text.TakeWhile(c => c is not ('e' or 'E')).Where(char.IsAsciiDigit).SkipWhile(c => c == '0').Count() <= 28;

    // 1e3 and 5.0 are whole numbers, and JavaScript writes such.
    private static decimal? ParseWhole(string text) =>
        decimal.TryParse(text, Real, CultureInfo.InvariantCulture, out var value) && decimal.Truncate(value) == value ? value : null;

    [GeneratedRegex(@"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$")]
    private static partial Regex Number();
}
