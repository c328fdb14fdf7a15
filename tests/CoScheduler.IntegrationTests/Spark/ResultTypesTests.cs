using System.Globalization;
using System.Text.Json;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Results;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

/// <summary>Every type of Spark's, read here and compared with what Spark itself casts it to.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class ResultTypesTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", "boolean")]
    [InlineData("CAST(-128 AS TINYINT)", "tinyint")]
    [InlineData("CAST(32767 AS SMALLINT)", "smallint")]
    [InlineData("-2147483648", "int")]
    [InlineData("9223372036854775807L", "bigint")]
    [InlineData("-9223372036854775807L - 1", "bigint")]
    [InlineData("CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0))", "decimal(38,0)")]
    [InlineData("CAST('-0.00000000000000000000000000000000000001' AS DECIMAL(38,38))", "decimal(38,38)")]
    [InlineData("CAST('12345678.90' AS DECIMAL(10,2))", "decimal(10,2)")]
    [InlineData("'it''s naïve 🎉'", "string")]
    [InlineData("DATE'0001-01-01'", "date")]
    [InlineData("DATE'9999-12-31'", "date")]
    [InlineData("DATE'9999-12-31' + 400", "date")]
    [InlineData("TIMESTAMP'2026-11-23 12:34:56.789012 UTC'", "timestamp")]
    [InlineData("TIMESTAMP'1582-10-04 00:00:00 UTC'", "timestamp")]
    [InlineData("TIMESTAMP'1969-12-31 23:59:59.999999 UTC'", "timestamp")]
    [InlineData("TIMESTAMP_NTZ'0001-01-01 00:00:00.1'", "timestamp_ntz")]
    [InlineData("TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'", "timestamp_ntz")]
    [InlineData("TIME'23:59:59.999999'", "time(6)")]
    [InlineData("INTERVAL '-178956970-8' YEAR TO MONTH", "interval year to month")]
    [InlineData("INTERVAL '14' MONTH", "interval month")]
    [InlineData("INTERVAL '-3' YEAR", "interval year")]
    [InlineData("INTERVAL '1 02:03:04.5' DAY TO SECOND", "interval day to second")]
    [InlineData("INTERVAL '-106751991 04:00:54.775807' DAY TO SECOND", "interval day to second")]
    [InlineData("INTERVAL '2' DAY", "interval day")]
    [InlineData("INTERVAL '5' HOUR", "interval hour")]
    [InlineData("INTERVAL '100 05' DAY TO HOUR", "interval day to hour")]
    [InlineData("INTERVAL '1 2:03' DAY TO MINUTE", "interval day to minute")]
    [InlineData("INTERVAL '26:03' HOUR TO MINUTE", "interval hour to minute")]
    [InlineData("INTERVAL '-6:05:04.001' HOUR TO SECOND", "interval hour to second")]
    [InlineData("INTERVAL '7' MINUTE", "interval minute")]
    [InlineData("INTERVAL '63:04.5' MINUTE TO SECOND", "interval minute to second")]
    [InlineData("INTERVAL '9.000001' SECOND", "interval second")]
    [InlineData("make_interval(1, -2, 1, 3, -4, 5, -6.789)", "interval")]
    [InlineData("make_interval(0, 0, 0, 0, 0, 0, 0)", "interval")]
    [InlineData("CAST('ab' AS VARCHAR(5))", "string")]
    public async Task Json_Value_IsTheTextThatSparkCastsItTo(string expression, string type)
    {
        var (schema, value, text) = await JsonAsync(expression, "string");
        Assert.Equal(type, schema);
        var json = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };
        Assert.Equal(text, type.StartsWith("timestamp", StringComparison.Ordinal) ? json.Replace('T', ' ').TrimEnd('Z') : json);
    }

    [Theory]
    [InlineData("1.7976931348623157E308D")]
    [InlineData("4.9E-324D")]
    [InlineData("0.1D")]
    [InlineData("-1e7D")]
    [InlineData("CAST('3.4028235E38' AS FLOAT)")]
    [InlineData("CAST('0.1' AS FLOAT)")]
    public async Task Json_FloatingPoint_IsTheSameNumber(string expression)
    {
        var (schema, value, text) = await JsonAsync(expression, "string");
        if (schema == "float")
        {
            Assert.Equal(float.Parse(text!, CultureInfo.InvariantCulture), value.GetSingle());
        }
        else
        {
            Assert.Equal(double.Parse(text!, CultureInfo.InvariantCulture), value.GetDouble());
        }
    }

    [Theory]
    [InlineData("NULL", "void", "null")]
    [InlineData("CAST('NaN' AS DOUBLE)", "double", "\"NaN\"")]
    [InlineData("CAST('-Infinity' AS FLOAT)", "float", "\"-Infinity\"")]
    [InlineData("X'00FF10'", "binary", "\"AP8Q\"")]
    [InlineData("array(1L, NULL)", "array<bigint>", """["1",null]""")]
    [InlineData("array()", "array<void>", "[]")]
    [InlineData("array(array('a'), NULL, array())", "array<array<string>>", """[["a"],null,[]]""")]
    [InlineData("map('a', 1, 'b', NULL)", "map<string,int>", """{"a":1,"b":null}""")]
    [InlineData("map(DATE'2026-01-02', map(7L, 1.50))", "map<date,map<bigint,decimal(3,2)>>", """{"2026-01-02":{"7":"1.50"}}""")]
    [InlineData("map(named_struct('x', 1), 2)", "map<struct<x:int>,int>", """{"{\"x\":1}":2}""")]
    [InlineData("map()", "map<void,void>", "{}")]
    [InlineData(
        "named_struct('a', 1, 'b', named_struct('c', array(TIMESTAMP'2026-01-01 00:00:00 UTC')))",
        "struct<a:int,b:struct<c:array<timestamp>>>",
        """{"a":1,"b":{"c":["2026-01-01T00:00:00Z"]}}""")]
    public async Task Json_NestedAndSpecialValues_AreAsTheContractSays(string expression, string type, string json)
    {
        var (schema, value, _) = await JsonAsync(expression, null);
        Assert.Equal((type, json), (schema, value.GetRawText()));
    }

    [Fact]
    public async Task Collect_RowsOfAllKinds_AreExactDotNetValues()
    {
        await using var spark = server.Session();
        var row = Assert.Single(await spark.Sql(
            """
            SELECT CAST('12.50' AS DECIMAL(28,2)) AS d, CAST('-1.5' AS DECIMAL(38,1)) AS huge, DATE'1969-12-31' AS day,
              TIMESTAMP'2026-11-23 12:34:56.789012 Europe/Vienna' AS t, TIME'01:02:03' AS time, array(1, NULL) AS a, map('k', array(1.5D)) AS m,
              named_struct('x', 'y') AS s, INTERVAL '1-2' YEAR TO MONTH AS months, CAST(NULL AS STRING) AS nothing, parse_json('{"a":1}') AS v
            """).CollectAsync(Cancelled));
        Assert.Equal(12.50m, row.GetAs<decimal>("d"));
        Assert.Equal(-1.5m, row.GetAs<decimal>("huge"));
        Assert.Equal(new DateOnly(1969, 12, 31), row.Get("day"));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 11, 34, 56, TimeSpan.Zero).AddMicroseconds(789_012), row.Get("t"));
        Assert.Equal(new TimeOnly(1, 2, 3), row.Get("time"));
        Assert.Equal([1, null], row.GetAs<IReadOnlyList<object?>>("a"));
        Assert.Equal([1.5], Assert.IsAssignableFrom<IReadOnlyList<object?>>(row.GetAs<IReadOnlyDictionary<object, object?>>("m")["k"]));
        Assert.Equal("y", row.GetAs<CoScheduler.Spark.Sql.Row>("s").Get("x"));
        Assert.Equal(new CoScheduler.Spark.Sql.YearMonthInterval(14), row.Get("months"));
        Assert.Null(row.Get("nothing"));
        Assert.False(row.GetAs<CoScheduler.Spark.Sql.VariantValue>("v").Value.IsEmpty);
    }

    [Fact]
    public async Task Collect_DateThatDotNetHasNot_SaysWhatToDo()
    {
        await using var spark = server.Session();
        var error = await Assert.ThrowsAsync<OverflowException>(() => spark.Sql("SELECT DATE'9999-12-31' + 1").CollectAsync(Cancelled));
        Assert.Contains("cast", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_FromArrowAlone_HasTheSameNames()
    {
        await using var spark = server.Session();
        var query = spark.Sql("SELECT 1L AS a, array(1.5) AS b, map('k', DATE'2026-01-01') AS c, named_struct('t', current_timestamp()) AS d, parse_json('1') AS e");
        await using var execution = await spark.ExecuteAsync(query, new ExecuteOptions(), Cancelled);
        var batch = await execution.ReadBatchAsync(Cancelled);
        Assert.Equal(execution.Schema!.SimpleString, ArrowTypes.ToSpark(batch!.ReadSchema()).SimpleString);
        Assert.Equal(execution.Schema, await query.SchemaAsync(Cancelled));
    }

    private async Task<(string Type, JsonElement Value, string? Text)> JsonAsync(string expression, string? castTo)
    {
        await using var spark = server.Session();
        await spark.Conf().SetAsync("spark.sql.session.timeZone", "UTC", Cancelled);
        var cast = castTo is null ? "NULL" : $"CAST({expression} AS {castTo})";
        await using var execution = await spark.ExecuteAsync(spark.Sql($"SELECT {expression} AS v, {cast} AS t"), new ExecuteOptions(), Cancelled);
        var batch = await execution.ReadBatchAsync(Cancelled);
        var row = JsonDocument.Parse(Assert.Single(new ArrowJsonWriter(execution.Schema!).Write(batch!))).RootElement;
        return (execution.Schema!.Fields[0].DataType.SimpleString, row.GetProperty("v"), row.GetProperty("t").GetString());
    }
}
