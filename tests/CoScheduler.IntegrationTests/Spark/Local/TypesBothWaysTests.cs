using CoScheduler.IntegrationTests.Spark.Functions;
using CoScheduler.Spark.Sql;
using Xunit;
using Sparks = CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>
/// Each type out of Spark and back: a value is read into a row here and sent again, and Spark casts both the first and the second to the same text.
/// </summary>
[Collection(ConnectServerTests.Name)]
public sealed class TypesBothWaysTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("numbers", "true", "CAST(NULL AS BOOLEAN)", "-128Y", "127Y", "-32768S", "32767S", "-2147483648", "2147483647", "9223372036854775807L", "-9223372036854775808L")]
    [InlineData("floats", "CAST('NaN' AS FLOAT)", "CAST('-0.0' AS FLOAT)", "CAST('1.4E-45' AS FLOAT)", "CAST('Infinity' AS FLOAT)", "0.1F",
        "CAST('NaN' AS DOUBLE)", "CAST('-0.0' AS DOUBLE)", "4.9E-324D", "1.7976931348623157E308D", "CAST('-Infinity' AS DOUBLE)", "0.1D")]
    [InlineData("decimals", "99999999999999999999999999999999999999BD", "CAST('-0.00000000000000000000000000000000000001' AS DECIMAL(38,38))",
        "-12345678901234567890.123456789012345678BD", "CAST(0 AS DECIMAL(38,18))", "CAST('12.50' AS DECIMAL(28,2))", "CAST(NULL AS DECIMAL(5,1))", "0.5BD", "CAST(-1 AS DECIMAL(1,0))")]
    [InlineData("texts", "''", "'it''s naïve 🎉 \\u0000'", "repeat('ab', 10000)", "CAST('ab' AS VARCHAR(5))", "CAST(NULL AS STRING)", "'日本語'")]
    [InlineData("bytes", "X''", "X'00FF10'", "CAST(NULL AS BINARY)")]
    [InlineData("dates", "DATE'0001-01-01'", "DATE'1582-10-04'", "DATE'1582-10-15'", "DATE'1969-12-31'", "DATE'1970-01-01'", "DATE'9999-12-31'", "CAST(NULL AS DATE)")]
    [InlineData("timestamps", "TIMESTAMP'0001-01-02 00:00:00.000001'", "TIMESTAMP'1582-10-04 23:59:59.999999'", "TIMESTAMP'1891-03-14 23:48:39'",
        "TIMESTAMP'1969-12-31 23:59:59.999999 UTC'", "TIMESTAMP'1970-01-01 00:00:00 UTC'", "TIMESTAMP'2026-03-29 01:59:59.999999 UTC'", "TIMESTAMP'9999-12-30 12:00:00.5'")]
    [InlineData("timestamps without a zone", "TIMESTAMP_NTZ'0001-01-01 00:00:00.1'", "TIMESTAMP_NTZ'1582-10-10 00:00:00'", "TIMESTAMP_NTZ'1969-12-31 23:59:59.999999'",
        "TIMESTAMP_NTZ'2026-03-29 02:30:00'", "TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'", "CAST(NULL AS TIMESTAMP_NTZ)")]
    [InlineData("times", "TIME'00:00:00'", "TIME'23:59:59.999999'", "CAST('12:34:56' AS TIME(0))", "CAST('12:34:56.789' AS TIME(3))", "CAST(NULL AS TIME(6))")]
    [InlineData("year-month intervals", "INTERVAL '-178956970-8' YEAR TO MONTH", "INTERVAL '178956970-7' YEAR TO MONTH", "INTERVAL '14' MONTH", "INTERVAL '-3' YEAR", "INTERVAL '0-0' YEAR TO MONTH")]
    [InlineData("day-time intervals", "INTERVAL '1 02:03:04.5' DAY TO SECOND", "INTERVAL '-10675199 02:48:05.477580' DAY TO SECOND", "INTERVAL '2' DAY", "INTERVAL '5' HOUR",
        "INTERVAL '100 05' DAY TO HOUR", "INTERVAL '26:03' HOUR TO MINUTE", "INTERVAL '9.000001' SECOND", "INTERVAL '63:04.5' MINUTE TO SECOND")]
    [InlineData("calendar intervals", "make_interval(1, -2, 1, 3, -4, 5, -6.789)", "make_interval(0, 0, 0, 0, 0, 0, 0)", "CAST(NULL AS INTERVAL)")]
    [InlineData("arrays", "array(1, NULL)", "array()", "array(array('a'), NULL, array())", "CAST(NULL AS ARRAY<INT>)", "array(array(array(array(1.5BD, NULL))))")]
    [InlineData("maps", "map('a', 1, 'b', NULL)", "map()", "map(1, map(DATE'2026-01-02', map('x', map(7L, 1.50BD))))", "CAST(NULL AS MAP<STRING, INT>)")]
    [InlineData("structs", "named_struct('a', 1, 'b', named_struct('c', array(named_struct('d', TIMESTAMP'1582-10-04 00:00:00', 'e', map('k', TIMESTAMP_NTZ'1969-12-31 01:02:03')))))",
        "CAST(NULL AS STRUCT<x: INT>)", "named_struct('n', CAST(NULL AS STRUCT<y: STRING>), 'i', INTERVAL '1' DAY)")]
    [InlineData("nulls", "NULL", "array(NULL)", "named_struct('v', NULL)")]
    public async Task Values_ReadAndSentAgain_AreTheSameToSpark(string kind, params string[] expressions)
    {
        await using var spark = server.Session();
        await spark.Conf().SetAsync("spark.sql.session.timeZone", "Europe/Vienna", Cancelled);
        var first = spark.Sql($"SELECT {string.Join(", ", expressions.Select((expression, index) => $"{expression} AS c{index}"))}");
        var row = Assert.Single(await first.CollectAsync(Cancelled));
        var again = spark.CreateDataFrame([row, row], row.Schema);
        Assert.True(row.Schema.Equals(await again.SchemaAsync(Cancelled)), kind);
        var texts = first.Columns().Select(column => Sparks.Col(column).Cast("string")).ToArray();
        var expected = Values.Text((object)Assert.Single(await first.Select(texts).CollectAsync(Cancelled)));
        Assert.All(await again.Select(texts).CollectAsync(Cancelled), text => Assert.Equal(expected, Values.Text((object)text)));
        Assert.All(await again.CollectAsync(Cancelled), read => Assert.Equal(Values.Text((object)row), Values.Text((object)read)));
    }

    [Theory]
    [InlineData("parse_json('{\"a\":[1,null,\"x\"],\"b\":{\"c\":1.5}}')")]
    [InlineData("parse_json('null')")]
    [InlineData("to_variant_object(named_struct('d', DATE'1969-12-31', 't', array(X'00FF')))")]
    [InlineData("CAST(NULL AS VARIANT)")]
    public async Task Variants_ReadAndSentAgain_AreTheSameToSpark(string expression)
    {
        await using var spark = server.Session();
        var first = spark.Sql($"SELECT {expression} AS v, array({expression}) AS list");
        var row = Assert.Single(await first.CollectAsync(Cancelled));
        var again = spark.CreateDataFrame([row], row.Schema);
        Column[] texts = [Sparks.ToJson(Sparks.Col("v")), Sparks.SchemaOfVariant(Sparks.Col("v")), Sparks.ToJson(Sparks.Col("list"))];
        Assert.Equal(Values.Text(await first.Select(texts).CollectAsync(Cancelled)), Values.Text(await again.Select(texts).CollectAsync(Cancelled)));
    }

    [Fact]
    public async Task Floats_NegativeZeroAndNaN_KeepTheirBits()
    {
        await using var spark = server.Session();
        double[] values = [-0.0, 0.0, double.NaN, double.Epsilon, double.NegativeInfinity];
        var read = await spark.CreateDataFrame(values).CollectAsync<double>(Cancelled);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
    }
}
