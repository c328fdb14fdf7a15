using System.Globalization;

namespace CoScheduler.Analyses;

/// <summary>Amounts of bytes as people write them: <c>4096</c>, <c>512Ki</c>, <c>1Mi</c>, <c>2G</c>.</summary>
public static class SizeText
{
    private static readonly (string Unit, decimal Bytes)[] Units =
    [
        ("", 1), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m),
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024),
    ];

    /// <summary>Reads an amount.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">How many bytes.</param>
    /// <returns>Whether the text is one, in whole bytes.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var trimmed = text.AsSpan().Trim();
        var digits = trimmed.IndexOfAnyExcept("0123456789.");
        var number = digits < 0 ? trimmed : trimmed[..digits];
        var unit = digits < 0 ? "" : trimmed[digits..].ToString();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        foreach (var (name, factor) in Units)
        {
            if (name == unit)
            {
                return amount < long.MaxValue / factor && TryWhole(amount * factor, out bytes);
            }
        }

        return false;
    }

    private static bool TryWhole(decimal value, out long bytes)
    {
        bytes = (long)value;
        return bytes == value;
    }
}
