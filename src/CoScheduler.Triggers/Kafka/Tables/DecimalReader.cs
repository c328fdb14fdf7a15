using System.Globalization;
using System.Text.Json;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Decimals, as numbers or strings; written as strings, with the type's scale, so that no reader rounds them.</summary>
internal sealed class DecimalReader(int precision, int scale) : ColumnReader
{
    private const int DefaultPrecision = 10;
    private const int MostDigits = 28;

    /// <summary>The reader of <c>decimal</c>, <c>decimal(p)</c> or <c>decimal(p,s)</c>.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The reader.</returns>
    public static DecimalReader Parse(string type)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return new(DefaultPrecision, 0);
        }

        var parts = type[(open + 1)..].TrimEnd(')', ' ').Split(',', StringSplitOptions.TrimEntries);
        var precision = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return new(precision, parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        read = default;
        if (!decimal.TryParse(NumberText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var text = number.ToString("F" + Math.Min(scale, MostDigits), CultureInfo.InvariantCulture);
        read = new(text, Bare: false);
        return decimal.Parse(text, CultureInfo.InvariantCulture) == number && text.TrimStart('-').TrimStart('0').Count(char.IsAsciiDigit) <= precision;
    }
}
