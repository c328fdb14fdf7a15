using System.Globalization;
using System.Text.Json;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Reads a column of a JSON record strictly by its type, and writes it in one form.</summary>
internal abstract class ColumnReader
{
    /// <summary>The reader of a type.</summary>
    /// <param name="column">The column; a type that is none of Spark's simple ones is passed on as it came.</param>
    /// <returns>The reader.</returns>
    public static ColumnReader For(Column column)
    {
        var type = column.Type.Trim().ToLowerInvariant();
        return type switch
        {
            "boolean" => new BooleanReader(),
            "tinyint" => new IntegerReader(sbyte.MinValue, sbyte.MaxValue),
            "smallint" => new IntegerReader(short.MinValue, short.MaxValue),
            "int" or "integer" => new IntegerReader(int.MinValue, int.MaxValue),
            "bigint" or "long" => new IntegerReader(long.MinValue, long.MaxValue),
            "float" or "double" => new DoubleReader(),
            "string" => new StringReader(),
            "date" => new DateReader(),
            "timestamp" => new TimestampReader(),
            _ when type.StartsWith("decimal", StringComparison.Ordinal) => DecimalReader.Parse(type),
            _ => new AnyReader(),
        };
    }

    /// <summary>Reads a value that is not null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="read">What it is.</param>
    /// <returns>Whether it is of the type.</returns>
    public abstract bool TryRead(JsonElement value, out ColumnValue read);

    /// <summary>Reads the text of a record's key as a value of this column.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text in the form that values have.</returns>
    public string KeyText(string text)
    {
        using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(text));
        return TryRead(document.RootElement, out var read) ? read.Text : text;
    }

    /// <summary>The text of a number, whether it was written as one or as a string.</summary>
    protected static string? NumberText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString(),
        _ => null,
    };
}

/// <summary>A value of a column.</summary>
/// <param name="Text">As text, which keys are.</param>
/// <param name="Bare">Whether the text is JSON as it stands; else it becomes a JSON string.</param>
internal readonly record struct ColumnValue(string Text, bool Bare);

/// <summary>Booleans.</summary>
internal sealed class BooleanReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        read = new(text ?? "", Bare: true);
        return text is "true" or "false";
    }
}

/// <summary>Whole numbers, as numbers or strings; written as numbers.</summary>
internal sealed class IntegerReader(long least, long greatest) : ColumnReader
{
    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        var legal = long.TryParse(NumberText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        read = new(number.ToString(CultureInfo.InvariantCulture), Bare: true);
        return legal && number >= least && number <= greatest;
    }
}

/// <summary>Doubles; those that are no numbers are strings.</summary>
internal sealed class DoubleReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        var text = NumberText(value);
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            read = new(text, Bare: false);
            return true;
        }

        var legal = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        read = new(number.ToString("R", CultureInfo.InvariantCulture), Bare: true);
        return legal;
    }
}

/// <summary>Text.</summary>
internal sealed class StringReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        var legal = value.ValueKind == JsonValueKind.String;
        read = new(legal ? value.GetString()! : "", Bare: false);
        return legal;
    }
}

/// <summary>Days: <c>2026-11-23</c>.</summary>
internal sealed class DateReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        read = new(text, Bare: false);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }
}

/// <summary>Points in time by RFC 3339, in UTC where no offset is given; written in UTC, to the microsecond.</summary>
internal sealed class TimestampReader : ColumnReader
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK"];

    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var legal = DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
        read = new(instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture), Bare: false);
        return legal;
    }
}

/// <summary>Values of types that are not looked into.</summary>
internal sealed class AnyReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out ColumnValue read)
    {
        read = new(value.GetRawText(), Bare: true);
        return true;
    }
}
