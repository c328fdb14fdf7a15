using System.Data.SqlTypes;
using System.Numerics;
using CoScheduler.Spark.LocalRows;
using CoScheduler.Spark.Results;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;

namespace CoScheduler.Tests.Spark.LocalRows;

/// <summary>Rows into Arrow and out again are the same values; what would lose something is refused by the column's name.</summary>
public sealed class RowBatchesTests
{
    private static readonly StructType s_pair = new([new StructField("x", new IntegerType()), new StructField("y", new ArrayType(new StringType()))]);

    public static TheoryData<DataType, object> Same => new()
    {
        { new BooleanType(), true },
        { new ByteType(), sbyte.MinValue },
        { new ShortType(), short.MaxValue },
        { new IntegerType(), int.MinValue },
        { new LongType(), long.MaxValue },
        { new FloatType(), float.NaN },
        { new DoubleType(), -0.0 },
        { new DecimalType(10, 2), -12345678.90m },
        { new DecimalType(38, 38), SqlDecimal.Parse("-0.00000000000000000000000000000000000001") },
        { new StringType(), "naïve 🎉\0" },
        { new VarcharType(5), "" },
        { new BinaryType(), new byte[] { 0, 255 } },
        { new DateType(), DateOnly.MinValue },
        { new TimestampType(), new DateTimeOffset(1582, 10, 4, 23, 59, 59, TimeSpan.Zero).AddMicroseconds(1) },
        { new TimestampNtzType(), DateTime.MaxValue.AddTicks(-9) },
        { new TimeType(), new TimeOnly(23, 59, 59, 999, 999) },
        { new YearMonthIntervalType(), new YearMonthInterval(-14) },
        { new DayTimeIntervalType(), TimeSpan.FromMicroseconds(-1) },
        { new CalendarIntervalType(), new CalendarInterval(1, -2, 3_000_001) },
        { s_pair, new Row([1, new object?[] { "a", null }], s_pair) },
        { new MapType(new StringType(), s_pair), new Dictionary<object, object?> { ["k"] = new Row([null, Array.Empty<object?>()], s_pair), ["n"] = null } },
    };

    public static TheoryData<DataType, object, string> Refused => new()
    {
        { new ByteType(), 128, "too large" },
        { new IntegerType(), "1", "cannot hold the String" },
        { new FloatType(), 0.1, "may lose digits" },
        { new DecimalType(5, 2), 1.005m, "3 digits after the point" },
        { new DecimalType(5, 2), 1000m, "more than 3 digits before the point" },
        { new DecimalType(38, 0), BigInteger.Pow(10, 38), "more than 38 digits" },
        { new StringType(), "\ud800", "half of a surrogate pair" },
        { new TimestampType(), new DateTime(2026, 1, 1), "DateTimeOffset" },
        { new TimestampNtzType(), DateTimeOffset.UnixEpoch, "belongs into a timestamp" },
        { new CalendarIntervalType(), new CalendarInterval(0, 0, long.MaxValue), "nanoseconds" },
        { new ArrayType(new IntegerType(), false), new int?[] { null }, "NOT NULL" },
        { new ArrayType(new IntegerType()), "text", "cannot hold" },
        { s_pair, (1, 2, 3), "3 values for 2 columns" },
        { new VariantType(), "{}", "parse_json" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Of_ValueAndNull_AreReadAsTheyWere(DataType type, object value)
    {
        var columns = new StructType([new StructField("v", type)]);
        using var batch = Assert.Single(RowBatches.Of([new GenericRow([value]), new GenericRow([null])], columns));
        var rows = new ArrowRowReader(columns).Read(batch).ToList();
        Assert.Equal(Text(value), Text(rows[0].Get(0)));
        Assert.Null(rows[1].Get(0));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Of_ValueThatDoesNotFit_IsRefusedByItsColumn(DataType type, object value, string why)
    {
        var columns = new StructType([new StructField("v", type)]);
        var error = Assert.Throws<ArgumentException>(() => RowBatches.Of([new GenericRow([value])], columns).ToList());
        Assert.StartsWith("Column 'v", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NullWhereNoneMayBe_IsRefused()
    {
        var columns = new StructType([new StructField("v", new LongType(), isNullable: false)]);
        Assert.Throws<ArgumentException>(() => RowBatches.Of([new GenericRow([null])], columns).ToList());
    }

    [Fact]
    public void Of_TypeThatArrowCannotCarry_SaysWhatToDo()
    {
        var columns = new StructType([new StructField("place", new UnknownType("geometry(0)"))]);
        Assert.Contains("'place'", Assert.Throws<NotSupportedException>(() => RowBatches.Of(System.Array.Empty<GenericRow>(), columns).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TimesFinerThanMicroseconds_AreCutTowardsThePast()
    {
        var columns = new StructType([new StructField("v", new TimestampType())]);
        using var batch = Assert.Single(RowBatches.Of([new GenericRow([DateTimeOffset.UnixEpoch.AddTicks(-1)])], columns));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(-10), Assert.Single(new ArrowRowReader(columns).Read(batch)).Get(0));
    }

    private static string Text(object? value) => value switch
    {
        double number => BitConverter.DoubleToInt64Bits(number).ToString("X"),
        byte[] bytes => Convert.ToHexString(bytes),
        Row row => $"{{{string.Join(",", row.Values.Select(Text))}}}",
        Dictionary<object, object?> map => string.Join(",", map.Select(entry => $"{entry.Key}={Text(entry.Value)}")),
        object?[] list => $"[{string.Join(",", list.Select(Text))}]",
        _ => $"{value?.GetType().Name} {value}",
    };
}
