using CoScheduler.Spark;
using Grpc.Core;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

[Collection(ConnectServerTests.Name)]
public sealed class SparkSessionTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_RealServer_IsFourOrNewer()
    {
        await using var spark = server.Session();
        Assert.StartsWith("4.", await spark.VersionAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sql_NamedParameters_ReachSparkAsTheyAre()
    {
        await using var spark = server.Session();
        var values = new Dictionary<string, object?>
        {
            ["flag"] = true,
            ["number"] = 42,
            ["big"] = long.MaxValue,
            ["ratio"] = 0.1,
            ["price"] = 0.05m,
            ["huge"] = System.Data.SqlTypes.SqlDecimal.Parse("99999999999999999999999999999999999999"),
            ["text"] = "it's :number'; DROP TABLE x --",
            ["day"] = new DateOnly(2026, 2, 28),
            ["moment"] = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(1)).AddTicks(1_234_560),
            ["local"] = new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Unspecified).AddTicks(10),
            ["nothing"] = null,
            ["bytes"] = new byte[] { 0, 255 },
            ["list"] = new[] { 1, 2 },
            ["prices"] = new object?[] { 1.00m, null, 22.75m },
            ["empty"] = System.Array.Empty<object>(),
            ["time"] = new TimeOnly(23, 59, 59, 999),
            ["months"] = new CoScheduler.Spark.Sql.YearMonthInterval(-14),
            ["tiny"] = double.Epsilon,
            ["largest"] = double.MaxValue,
            ["undefined"] = double.NaN,
            ["float"] = 0.1f,
            ["lines"] = "a\n\\b\"`\u0001$",
            ["span"] = TimeSpan.FromMinutes(-90),
        };
        var names = string.Join(", ", values.Keys.Select(name => $":{name} AS {name}"));
        var row = Assert.Single(await spark.Sql($"SELECT {names}", values).CollectAsync(Cancelled));
        Assert.Equal(values.Select(pair => pair.Value is DateTimeOffset moment ? moment.ToUniversalTime() : pair.Value), row.Values);
    }

    [Fact]
    public async Task Sql_UnknownTable_SaysSoWithItsClassAndPlace()
    {
        await using var spark = server.Session();
        var error = await Assert.ThrowsAsync<AnalysisException>(() => spark.Sql("SELECT * FROM no_such_table").CollectAsync(Cancelled));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", error.ErrorClass);
        Assert.Equal("42P01", error.SqlState);
        Assert.Equal("`no_such_table`", error.MessageParameters["relationName"]);
        Assert.Equal("no_such_table", Assert.Single(error.QueryContexts).Fragment);
        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sql_NoSql_IsAParseException()
    {
        await using var spark = server.Session();
        var error = await Assert.ThrowsAsync<ParseException>(() => spark.Sql("SELEKT 1").SchemaAsync(Cancelled));
        Assert.Equal("PARSE_SYNTAX_ERROR", error.ErrorClass);
        Assert.Equal("42601", error.SqlState);
    }

    [Fact]
    public async Task Collect_FailureInATask_TellsTheRootCause()
    {
        await using var spark = server.Session(options => options with { ServerStackTrace = true });
        var error = await Assert.ThrowsAsync<SparkException>(() => spark.Sql("SELECT id / (id - 5) FROM range(10)").CollectAsync(Cancelled));
        Assert.Equal("DIVIDE_BY_ZERO", error.ErrorClass);
        Assert.Equal("22012", error.SqlState);
        Assert.NotEmpty(error.Causes);
        Assert.NotEmpty(error.Causes[0].StackTrace);
    }

    [Fact]
    public async Task Conf_SetGetUnset_HoldsForTheSession()
    {
        await using var spark = server.Session();
        var conf = spark.Conf();
        await conf.SetAsync("spark.sql.session.timeZone", "Asia/Tokyo", Cancelled);
        Assert.Equal("Asia/Tokyo", await conf.GetAsync("spark.sql.session.timeZone", Cancelled));
        Assert.Equal("none", await conf.GetAsync("spark.of.the.tests", "none", Cancelled));
        Assert.True(await conf.IsModifiableAsync("spark.sql.session.timeZone", Cancelled));
        var error = await Assert.ThrowsAnyAsync<SparkException>(() => conf.SetAsync("spark.executor.instances", "3", Cancelled));
        Assert.StartsWith("CANNOT_MODIFY_CONFIG", error.ErrorClass, StringComparison.Ordinal);
        await conf.UnsetAsync("spark.sql.session.timeZone", Cancelled);
        Assert.NotEqual("Asia/Tokyo", await conf.GetAsync("spark.sql.session.timeZone", Cancelled));
    }

    [Fact]
    public async Task AnyCall_WrongToken_IsRefused()
    {
        await using var spark = server.Session(options => options with { Token = "wrong", ReleaseOnDispose = false });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled));
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task Stop_ThenTheSameId_IsClosed()
    {
        var id = Guid.NewGuid();
        await using (var spark = server.Session(options => options with { SessionId = id }))
        {
            await spark.HeartbeatAsync(Cancelled);
            await spark.StopAsync(Cancelled);
        }

        await using var again = server.Session(options => options with { SessionId = id, ReleaseOnDispose = false });
        var error = await Assert.ThrowsAsync<SparkException>(() => again.VersionAsync(Cancelled));
        Assert.Equal(SparkErrorClasses.SessionClosed, error.ErrorClass);
    }

    [Fact]
    public async Task RunSql_CommandAndQuery_RunAtOnce()
    {
        await using var spark = server.Session();
        await spark.RunSqlAsync("CREATE TEMPORARY VIEW numbers AS SELECT id FROM range(3)", Cancelled);
        Assert.Equal([0L, 1L, 2L], (await spark.RunSqlAsync("SELECT id FROM numbers ORDER BY id", Cancelled)).Collect().Select(row => row.Get(0)));
        Assert.Contains((await spark.Sql("SHOW VIEWS").CollectAsync(Cancelled)), row => row.GetAs<string>("viewName") == "numbers");
    }
}
