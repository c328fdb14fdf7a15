using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>What users get wrong ends in an exception that says what.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class BadInputTests(ConnectServer server)
{
    private sealed record Absent(int Id, string Missing);

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
    public async Task Type_ThatArrowCannotCarry_IsNamedWithItsColumn()
    {
        await using var spark = server.Session();
        var columns = new StructType([new StructField("place", new UnknownType("geometry(4326)"))]);
        var error = Assert.Throws<NotSupportedException>(() => spark.CreateDataFrame([new GenericRow([null])], columns));
        Assert.Contains("'place'", error.Message, StringComparison.Ordinal);
        Assert.Contains("geometry(4326)", error.Message, StringComparison.Ordinal);
        Assert.Contains("System.Object", Assert.Throws<ArgumentException>(() => spark.CreateDataFrame([new { Site = new object() }])).Message, StringComparison.Ordinal);
        Assert.Contains("Uri", Assert.Throws<ArgumentException>(() => Lit(new Uri("http://a"))).Message, StringComparison.Ordinal);
        Assert.Contains("Uri", Assert.Throws<ArgumentException>(() => spark.Sql("SELECT ?", new Uri("http://a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_OfATypeThatCannotBeRead_IsNamedWithItsColumn()
    {
        await using var spark = server.Session();
        var places = spark.Sql("SELECT st_geomfromwkb(X'0101000000000000000000F03F0000000000000040') AS place");
        foreach (var read in (Func<DataFrame, Task>[])[places => places.CollectAsync(Cancelled), async places => await places.ToLocalIteratorAsync(Cancelled).FirstAsync(Cancelled)])
        {
            var error = await Assert.ThrowsAsync<NotSupportedException>(() => read(places));
            Assert.StartsWith("Column 'place': Values of geometry", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(21, places.Select(StAsBinary(Col("place"))).First().GetAs<byte[]>(0).Length);
    }

    [Fact]
    public async Task Value_OfAnotherType_IsRefusedByTheColumn()
    {
        await using var spark = server.Session();
        var row = spark.Range(1).First();
        Assert.Contains("id", Assert.ThrowsAny<Exception>(() => row.GetAs<string>("id")).Message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.ThrowsAny<ArgumentException>(() => row.GetAs<long>("none")).Message, StringComparison.Ordinal);
        Assert.Contains("the columns are: id", Assert.ThrowsAny<Exception>(() => row.As<Absent>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_ThatAreNotThere_AreNamed()
    {
        await using var spark = server.Session();
        var error = Assert.Throws<AnalysisException>(() => spark.Read().Parquet("/no/such/folder").Schema());
        Assert.Equal("PATH_NOT_FOUND", error.ErrorClass);
        Assert.Contains("/no/such/folder", error.Message, StringComparison.Ordinal);
        Assert.Equal("DATA_SOURCE_NOT_FOUND", Assert.ThrowsAny<SparkException>(() => spark.Read().Format("nothing").Load().Schema()).ErrorClass);
    }

    [Fact]
    public async Task Token_WrongForAQuery_IsRefusedAtOnce()
    {
        await using var spark = server.Session(options => options with { Token = "wrong" });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.Range(1).CollectAsync(Cancelled));
        Assert.Equal(Grpc.Core.StatusCode.Unauthenticated, error.StatusCode);
        Assert.StartsWith("Spark refused the token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_ToAServerWithoutIt_IsSaidToBe()
    {
        await using var spark = server.Session(options => options with { Endpoint = new UriBuilder(server.Endpoint) { Scheme = "https" }.Uri });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.Range(1).CollectAsync(Cancelled));
        Assert.Contains("without use_ssl", error.Message, StringComparison.Ordinal);
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
