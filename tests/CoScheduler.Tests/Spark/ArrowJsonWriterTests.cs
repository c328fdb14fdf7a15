using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark.Results;
using Xunit;
using Types = CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Tests.Spark;

public sealed class ArrowJsonWriterTests
{
    [Fact]
    public void Write_Numbers_BigintAndDecimalAreText()
    {
        var decimals = new Decimal128Array.Builder(new Decimal128Type(38, 10)).Append(System.Data.SqlTypes.SqlDecimal.Parse("-0.0000000001")).Build();
        Assert.Equal("\"9223372036854775807\"", One(new Int64Array.Builder().Append(long.MaxValue).Build(), new Types.LongType()));
        Assert.Equal("7", One(new Int32Array.Builder().Append(7).Build(), new Types.IntegerType()));
        Assert.Equal("\"-0.0000000001\"", One(decimals, new Types.DecimalType(38, 10)));
        Assert.Equal("0.1", One(new DoubleArray.Builder().Append(0.1).Build(), new Types.DoubleType()));
        Assert.Equal("0.1", One(new FloatArray.Builder().Append(0.1f).Build(), new Types.FloatType()));
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    public void Write_NotFinite_IsText(double value, string json)
    {
        Assert.Equal(json, One(new DoubleArray.Builder().Append(value).Build(), new Types.DoubleType()));
        Assert.Equal(json, One(new FloatArray.Builder().Append((float)value).Build(), new Types.FloatType()));
    }

    [Theory]
    [InlineData(0, "1970-01-01")]
    [InlineData(-719_162, "0001-01-01")]
    [InlineData(-719_528, "0000-01-01")]
    [InlineData(-719_529, "-0001-12-31")]
    [InlineData(2_932_897, "+10000-01-01")]
    [InlineData(int.MaxValue, "+5881580-07-11")]
    public void Write_Date_IsIso(int days, string text) =>
        Assert.Equal($"\"{text}\"", One(Values<Date32Array>(Date32Type.Default, BitConverter.GetBytes(days)), new Types.DateType()));

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00")]
    [InlineData(-1, "1969-12-31T23:59:59.999999")]
    [InlineData(1_795_431_600_120_000, "2026-11-23T11:00:00.12")]
    [InlineData(long.MaxValue, "+294247-01-10T04:00:54.775807")]
    [InlineData(long.MinValue, "-290308-12-21T19:59:05.224192")]
    public void Write_Timestamp_IsRfc3339InUtc(long microseconds, string text)
    {
        var bytes = BitConverter.GetBytes(microseconds);
        var zoned = Values<TimestampArray>(new Apache.Arrow.Types.TimestampType(TimeUnit.Microsecond, "Asia/Tokyo"), bytes);
        var local = Values<TimestampArray>(new Apache.Arrow.Types.TimestampType(TimeUnit.Microsecond, (string?)null), bytes);
        Assert.Equal($"\"{text}Z\"", One(zoned, new Types.TimestampType()));
        Assert.Equal($"\"{text}\"", One(local, new Types.TimestampNtzType()));
    }

    [Fact]
    public void Write_Text_KeepsItsCharactersAndBinaryIsBase64()
    {
        Assert.Equal("\"naïve \\\"quotes\\\" \\n 漢\"", One(new StringArray.Builder().Append("naïve \"quotes\" \n 漢").Build(), new Types.StringType()));
        Assert.Equal("\"AP8=\"", One(new BinaryArray.Builder().Append((ReadOnlySpan<byte>)[0, 255]).Build(), new Types.BinaryType()));
    }

    [Fact]
    public void Write_SeveralRows_AreObjectsOfTheirOwn()
    {
        var batch = new RecordBatch(
            new Schema([new Field("a", Int32Type.Default, true), new Field("é\"", Apache.Arrow.Types.StringType.Default, true)], null),
            [new Int32Array.Builder().Append(1).AppendNull().Build(), new StringArray.Builder().Append("x").AppendNull().Build()],
            2);
        var rows = new ArrowJsonWriter(ArrowTypes.ToSpark(batch.Schema)).Write(batch);
        Assert.Equal(["""{"a":1,"é\"":"x"}""", """{"a":null,"é\"":null}"""], rows.Select(row => Encoding.UTF8.GetString(row.Span)));
    }

    [Fact]
    public void Write_SlicedBatch_WritesTheSlice()
    {
        var lists = new ListArray.Builder(Int64Type.Default);
        var values = (Int64Array.Builder)lists.ValueBuilder;
        for (var row = 0; row < 4; row++)
        {
            lists.Append();
            values.Append(row).Append(-row);
        }

        var schema = new Schema([new Field("l", new ListType(Int64Type.Default), true)], null);
        using var batch = new RecordBatch(schema, [lists.Build()], 4).Slice(2, 1);
        var row2 = Assert.Single(new ArrowJsonWriter(ArrowTypes.ToSpark(schema)).Write(batch));
        Assert.Equal("""{"l":["2","-2"]}""", Encoding.UTF8.GetString(row2.Span));
    }

    [Fact]
    public void Constructor_TypeWithoutAJsonForm_NamesTheColumn()
    {
        var schema = new Types.StructType([new Types.StructField("place", new Types.ArrayType(new Types.UnknownType("geometry(4326)")))]);
        Assert.Contains("'place'", Assert.Throws<NotSupportedException>(() => new ArrowJsonWriter(schema)).Message, StringComparison.Ordinal);
    }

    private static string One(IArrowArray values, Types.DataType type)
    {
        var schema = new Schema([new Field("v", values.Data.DataType, true)], null);
        using var batch = new RecordBatch(schema, [values], 1);
        var writer = new ArrowJsonWriter(new Types.StructType([new Types.StructField("v", type)]));
        var json = Encoding.UTF8.GetString(Assert.Single(writer.Write(batch)).Span);
        return json["{\"v\":".Length..^1];
    }

    private static T Values<T>(IArrowType type, byte[] bytes)
        where T : IArrowArray =>
        (T)ArrowArrayFactory.BuildArray(new ArrayData(type, 1, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(bytes)]));
}
