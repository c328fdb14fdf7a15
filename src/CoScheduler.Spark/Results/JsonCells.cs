using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Writes the value of one column in one row.</summary>
internal delegate void JsonCell(Utf8JsonWriter writer, int row);

/// <summary>Writes values that have no parts.</summary>
internal static class JsonCells
{
    private const long NanosecondsAMicrosecond = 1000;

    public static JsonCell Of(IArrowArray array, DataType type)
    {
        var value = NestedJsonCells.Of(array, type) ?? Simple(array, type);
        return (writer, row) =>
        {
            if (array.IsNull(row))
            {
                writer.WriteNullValue();
            }
            else
            {
                value(writer, row);
            }
        };
    }

    private static JsonCell Simple(IArrowArray array, DataType type) => array switch
    {
        BooleanArray values => (writer, row) => writer.WriteBooleanValue(values.GetValue(row)!.Value),
        Int8Array values => (writer, row) => writer.WriteNumberValue(values.Values[row]),
        Int16Array values => (writer, row) => writer.WriteNumberValue(values.Values[row]),
        Int32Array values => (writer, row) => writer.WriteNumberValue(values.Values[row]),
        Int64Array values => (writer, row) => WriteDigits(writer, values.Values[row]),
        FloatArray values => (writer, row) => WriteFloat(writer, values.Values[row]),
        DoubleArray values => (writer, row) => WriteDouble(writer, values.Values[row]),
        Decimal128Array values => (writer, row) => writer.WriteStringValue(DecimalText.Plain(DecimalText.Unscaled(values, row), values.Scale)),
        StringArray values => (writer, row) => writer.WriteStringValue(values.GetBytes(row)),
        LargeStringArray values => (writer, row) => writer.WriteStringValue(values.GetBytes(row)),
        BinaryArray values => (writer, row) => writer.WriteBase64StringValue(values.GetBytes(row)),
        LargeBinaryArray values => (writer, row) => writer.WriteBase64StringValue(values.GetBytes(row)),
        _ => Temporal(array, type),
    };

    private static JsonCell Temporal(IArrowArray array, DataType type) => (array, type) switch
    {
        (Date32Array values, _) => (writer, row) => writer.WriteStringValue(CalendarText.Date(values.Values[row])),
        (TimestampArray values, TimestampNtzType) => (writer, row) => writer.WriteStringValue(CalendarText.DateTime(values.Values[row], "")),
        (TimestampArray values, _) => (writer, row) => writer.WriteStringValue(CalendarText.DateTime(values.Values[row], "Z")),
        (Time64Array values, _) => (writer, row) => writer.WriteStringValue(CalendarText.TimeOfDay(values.Values[row] / NanosecondsAMicrosecond)),
        (DurationArray values, DayTimeIntervalType interval) =>
            (writer, row) => writer.WriteStringValue(IntervalText.DayTime(values.Values[row], interval)),
        (YearMonthIntervalArray values, YearMonthIntervalType interval) =>
            (writer, row) => writer.WriteStringValue(IntervalText.YearMonth(values.Values[row].Months, interval)),
        (MonthDayNanosecondIntervalArray values, _) => (writer, row) => writer.WriteStringValue(Text(values.Values[row])),
        (NullArray, _) => (writer, _) => writer.WriteNullValue(),
        _ => throw new NotSupportedException($"Arrow's {array.Data.DataType.Name} for Spark's {type.SimpleString} has no JSON form here."),
    };

    private static string Text(MonthDayNanosecondInterval value) =>
        IntervalText.Calendar(value.Months, value.Days, value.Nanoseconds / NanosecondsAMicrosecond);

    private static void WriteDigits(Utf8JsonWriter writer, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        writer.WriteStringValue(digits[..length]);
    }

    private static void WriteFloat(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(NotFinite(value));
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(NotFinite(value));
        }
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
