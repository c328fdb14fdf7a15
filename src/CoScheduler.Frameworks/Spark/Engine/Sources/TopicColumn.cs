using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A column in the making. A value that is not of its type is null: one bad record must not hide the whole table.</summary>
internal sealed class TopicColumn(Action<JsonElement> append, Func<IArrowArray> build)
{
    private const NumberStyles Digits = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public void Append(JsonElement value) => append(value);

    public IArrowArray Build() => build();

    /// <summary>A column of a Spark type; null if there is no such here.</summary>
    public static TopicColumn? Of(string type) => type switch
    {
        "boolean" => Boolean(),
        "int" => Int(),
        "bigint" => BigInt(),
        "double" => Double(),
        "string" => String(),
        "date" => Date(),
        "timestamp" => Timestamp(),
        _ => DecimalSize(type) is { } size ? Decimal(size) : null,
    };

    private static TopicColumn Boolean()
    {
        var builder = new BooleanArray.Builder();
        return new TopicColumn(
            value => _ = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? builder.Append(value.GetBoolean()) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn Int()
    {
        var builder = new Int32Array.Builder();
        return new TopicColumn(
            value => _ = int.TryParse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? builder.Append(number) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn BigInt()
    {
        var builder = new Int64Array.Builder();
        return new TopicColumn(
            value => _ = long.TryParse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? builder.Append(number) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn Double()
    {
        var builder = new DoubleArray.Builder();
        return new TopicColumn(
            value => _ = double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? builder.Append(number) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn String()
    {
        var builder = new StringArray.Builder();
        return new TopicColumn(
            value => _ = Text(value) is { } text ? builder.Append(text) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn Date()
    {
        var builder = new Date32Array.Builder();
        return new TopicColumn(
            value => _ = DateOnly.TryParse(Text(value), CultureInfo.InvariantCulture, out var date) ? builder.Append(date) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn Timestamp()
    {
        var builder = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC"));
        return new TopicColumn(
            value => _ = DateTimeOffset.TryParse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? builder.Append(time) : builder.AppendNull(),
            () => builder.Build());
    }

    private static TopicColumn Decimal((int Precision, int Scale) size)
    {
        var builder = new Decimal128Array.Builder(new Decimal128Type(size.Precision, size.Scale));
        return new TopicColumn(
            value => _ = decimal.TryParse(Text(value), Digits, CultureInfo.InvariantCulture, out var number)
                ? builder.Append(decimal.Round(number, Math.Min(size.Scale, 28)))
                : builder.AppendNull(),
            () => builder.Build());
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    private static (int Precision, int Scale)? DecimalSize(string type)
    {
        if (!type.StartsWith("decimal(", StringComparison.Ordinal) || !type.EndsWith(')'))
        {
            return null;
        }

        var parts = type[8..^1].Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var precision)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var scale)
            && precision is > 0 and <= 38
            && scale <= precision
                ? (precision, scale)
                : null;
    }
}
