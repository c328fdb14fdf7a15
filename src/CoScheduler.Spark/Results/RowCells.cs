using System.Data.SqlTypes;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Reads values that have no parts.</summary>
internal static class RowCells
{
    private const int MaxPrecisionOfDecimal = 28;
    private const long NanosecondsAMicrosecond = 1000;

    /// <exception cref="NotSupportedException">The column's type, or one within it, cannot be read.</exception>
    public static Func<int, object?> Of(IArrowArray array, StructField column)
    {
        try
        {
            return Of(array, column.DataType);
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException($"Column '{column.Name}': {error.Message}", error);
        }
    }

    public static Func<int, object?> Of(IArrowArray array, DataType type)
    {
        var value = NestedRowCells.Of(array, type) ?? Simple(array, type);
        return array.NullCount == 0 ? value : row => array.IsNull(row) ? null : value(row);
    }

    private static Func<int, object?> Simple(IArrowArray array, DataType type) => array switch
    {
        BooleanArray values => row => values.GetValue(row),
        Int8Array values => row => values.Values[row],
        Int16Array values => row => values.Values[row],
        Int32Array values => row => values.Values[row],
        Int64Array values => row => values.Values[row],
        FloatArray values => row => values.Values[row],
        DoubleArray values => row => values.Values[row],
        Decimal128Array { Precision: <= MaxPrecisionOfDecimal } values => row => Decimal(values, row),
        Decimal128Array values => row => SqlDecimal.Parse(DecimalText.Plain(DecimalText.Unscaled(values, row), values.Scale)),
        StringArray values => row => values.GetString(row),
        LargeStringArray values => row => values.GetString(row),
        BinaryArray values => row => values.GetBytes(row).ToArray(),
        LargeBinaryArray values => row => values.GetBytes(row).ToArray(),
        NullArray => _ => null,
        _ => Temporal(array, type),
    };

    private static Func<int, object?> Temporal(IArrowArray array, DataType type) => (array, type) switch
    {
        (Date32Array values, _) => row => Held(() => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(values.Values[row]), type),
        (TimestampArray values, TimestampNtzType) => row => Held(() => DateTime.SpecifyKind(Moment(values.Values[row]), DateTimeKind.Unspecified), type),
        (TimestampArray values, _) => row => Held(() => new DateTimeOffset(Moment(values.Values[row])), type),
        (Time64Array values, _) => row => new TimeOnly(values.Values[row] / TimeSpan.NanosecondsPerTick),
        (DurationArray values, _) => row => Held(() => new TimeSpan(checked(values.Values[row] * TimeSpan.TicksPerMicrosecond)), type),
        (YearMonthIntervalArray values, _) => row => new Sql.YearMonthInterval(values.Values[row].Months),
        (MonthDayNanosecondIntervalArray values, _) => row => Interval(values.Values[row]),
        _ => throw new NotSupportedException(
            $"Values of {type.SimpleString} cannot be read here; convert them in the query, as with cast to string."),
    };

    private static CalendarInterval Interval(MonthDayNanosecondInterval value) =>
        new(value.Months, value.Days, value.Nanoseconds / NanosecondsAMicrosecond);

    private static decimal Decimal(Decimal128Array values, int row)
    {
        var unscaled = DecimalText.Unscaled(values, row);
        var magnitude = Int128.Abs(unscaled);
        return new decimal(
            (int)(uint)(magnitude & uint.MaxValue),
            (int)(uint)((magnitude >> 32) & uint.MaxValue),
            (int)(uint)((magnitude >> 64) & uint.MaxValue),
            Int128.IsNegative(unscaled),
            (byte)values.Scale);
    }

    private static DateTime Moment(long microseconds) => DateTime.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));

    private static object Held<T>(Func<T> read, DataType type)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw new OverflowException(
                $"A {type.SimpleString} is outside of what .NET's {typeof(T).Name} holds; read it as text, with cast in the query.", error);
        }
    }
}
