using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>What users get wrong ends in an exception that says what.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class BadInputTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sql_Wrong_IsAParseException()
    {
        await using var spark = server.Session();
        Assert.Equal("PARSE_SYNTAX_ERROR", Assert.Throws<ParseException>(() => spark.Sql("SELEKT 1")).ErrorClass);
        Assert.Equal("PARSE_SYNTAX_ERROR", Assert.Throws<ParseException>(() => spark.Sql("SELECT (").Collect()).ErrorClass);
    }

    [Fact]
    public async Task Column_Missing_ShowsSparksSuggestion()
    {
        await using var spark = server.Session();
        var error = await Assert.ThrowsAsync<AnalysisException>(() => spark.Range(3).Select("idd").CollectAsync(Cancelled));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", error.ErrorClass);
        Assert.Contains("`id`", error.MessageParameters["proposal"], StringComparison.Ordinal);
        Assert.Contains("Did you mean", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Column_OfAnotherQuery_IsSaidToBe()
    {
        await using var spark = server.Session();
        var error = await Assert.ThrowsAsync<AnalysisException>(() => spark.Range(3).Select(spark.Range(4)["id"]).CollectAsync(Cancelled));
        Assert.Equal("CANNOT_RESOLVE_DATAFRAME_COLUMN", error.ErrorClass);
    }

    [Fact]
    public async Task Function_Unknown_IsNamed()
    {
        await using var spark = server.Session();
        var error = await Assert.ThrowsAsync<AnalysisException>(() => spark.Range(3).Select(CallFunction("no_such", Col("id"))).CollectAsync(Cancelled));
        Assert.Equal("UNRESOLVED_ROUTINE", error.ErrorClass);
    }

    [Fact]
    public async Task Query_AfterStop_SaysSo()
    {
        var spark = server.Session();
        var numbers = spark.Range(3);
        Assert.Equal(3, numbers.Count());
        await spark.StopAsync(Cancelled);
        var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => numbers.CollectAsync(Cancelled));
        Assert.Contains("session was stopped", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<ObjectDisposedException>(() => numbers.Schema());
        Assert.Throws<ObjectDisposedException>(() => spark.Sql("CREATE TABLE t (a INT)"));
    }

    [Fact]
    public async Task Commands_InSql_RunAtOnce()
    {
        await using var spark = server.Session();
        spark.Sql("CREATE TEMPORARY VIEW made AS SELECT 1 AS one");
        spark.Sql("-- a comment\nSET spark.sql.shuffle.partitions = 3");
        Assert.Equal(1, spark.Sql("/* a query */ WITH w AS (SELECT * FROM made) SELECT * FROM w").Collect().Single()[0]);
        Assert.Equal("3", spark.Conf().Get("spark.sql.shuffle.partitions"));
        spark.Sql("CREATE TEMPORARY FUNCTION plus_one(x INT) RETURNS INT RETURN x + 1");
        Assert.Equal(3, spark.Range(1).Select(CallFunction("plus_one", Lit(2))).First()[0]);
    }

    [Fact]
    public async Task WhatConnectCannot_SaysWhatToDoInstead()
    {
        await using var spark = server.Session();
        Assert.Contains("CREATE TEMPORARY FUNCTION", Assert.Throws<NotSupportedException>(() => spark.Udf()).Message, StringComparison.Ordinal);
        Assert.Contains("Remote", Assert.Throws<NotSupportedException>(() => SparkSession.Builder().Master("local[2]")).Message, StringComparison.Ordinal);
        Assert.Contains("catalogImplementation", Assert.Throws<NotSupportedException>(() => SparkSession.Builder().EnableHiveSupport()).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<SparkException>(() => spark.RegisterJavaFunction("f", "no.such.Class"));
        Assert.ThrowsAny<SparkException>(() => spark.ExecuteCommand("no.such.Runner", "c", new Dictionary<string, string>()));
    }

    [Fact]
    public void Join_UnknownType_NamesThose()
    {
        Assert.Contains("semi", Assert.Throws<ArgumentException>(() => server.Session().Range(1).Join(server.Session().Range(1), ["id"], "sideways")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_ActiveAndDefault_AreGivenUntilTheyEnd()
    {
        await using var spark = server.Session();
        SparkSession.SetActiveSession(spark);
        Assert.Same(spark, SparkSession.Active());
        Assert.Same(spark, SparkSession.GetActiveSession());
        SparkSession.ClearActiveSession();
        Assert.Null(SparkSession.GetActiveSession());
        SparkSession.SetDefaultSession(spark);
        Assert.Same(spark, SparkSession.GetDefaultSession());
        await spark.StopAsync(Cancelled);
        Assert.Null(SparkSession.GetDefaultSession());
        SparkSession.ClearDefaultSession();
        Assert.Throws<InvalidOperationException>(SparkSession.Active);
    }
}
