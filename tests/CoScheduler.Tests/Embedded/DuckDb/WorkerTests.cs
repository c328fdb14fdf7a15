using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

public sealed class WorkerTests : IAsyncLifetime
{
    private readonly WorkerProcess _worker = WorkerProcess.Start();
    private readonly FakeTopicTables _topics = new();
    private WorkerClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await _worker.ConnectAsync(_topics);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _worker.DisposeAsync();
    }

    [Fact]
    public async Task Execute_EveryType_IsJsonByTheContractWithSparksTypeNames()
    {
        var answer = await RunAsync("""
            SELECT true AS a, 1::TINYINT AS b, 2::SMALLINT AS c, 3::INT AS d, 9007199254740993::BIGINT AS e, 1.5::FLOAT AS f, 'nan'::DOUBLE AS g,
                   '-inf'::DOUBLE AS h, 1.50::DECIMAL(10, 2) AS i, -12345678901234567890123456789012345678::DECIMAL(38, 0) AS j, 'ü"' AS k, 'ab'::BLOB AS l,
                   DATE '2026-01-02' AS m, TIMESTAMPTZ '2026-01-02 03:04:05.5+01' AS n, TIMESTAMP '2026-01-02 03:04:05' AS o, NULL::INT AS p, [1, 2] AS q, {'x': 1} AS r,
                   -0.05::DECIMAL(3, 2) AS s
            """);

        Assert.Null(answer.End!.Detail);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            [{"a":true,"b":1,"c":2,"d":3,"e":"9007199254740993","f":1.5,"g":"NaN","h":"-Infinity","i":"1.50","j":"-12345678901234567890123456789012345678",
              "k":"ü\"","l":"YWI=","m":"2026-01-02","n":"2026-01-02T02:04:05.5Z","o":"2026-01-02T03:04:05","p":null,"q":[1,2],"r":{"x":1},"s":"-0.05"}]
            """), answer.Rows), answer.Rows.ToJsonString());
        Assert.Equal(
            "boolean tinyint smallint int bigint float double double decimal(10,2) decimal(38,0) string binary date timestamp timestamp_ntz int array<int> struct<x:int> decimal(3,2)",
            string.Join(' ', answer.Schema.Select(c => c.Type)));
    }

    [Fact]
    public async Task Execute_Parameters_ArriveAsValues()
    {
        var execution = Bodies.Execution(
            Bodies.Analysis("SELECT :text AS t, ':text' AS quoted, :number + 1 AS n, :day AS d, :moment AS m, :price AS p, :flag AS f, :ratio AS r, CAST(:number AS INT)::VARCHAR AS c -- :text"),
            ("text", ParameterType.String, "'; DROP TABLE x; --"),
            ("number", ParameterType.BigInt, 41L),
            ("day", ParameterType.Date, new DateOnly(2026, 2, 3)),
            ("moment", ParameterType.Timestamp, new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero)),
            ("price", ParameterType.Decimal, 12.50m),
            ("flag", ParameterType.Boolean, true),
            ("ratio", ParameterType.Double, 0.1),
            ("unused", ParameterType.Int, 7));

        var answer = await Bodies.RunAsync(_client, execution);

        Assert.Null(answer.End!.Detail);
        Assert.Equal(
            """[{"t":"'; DROP TABLE x; --","quoted":":text","n":"42","d":"2026-02-03","m":"2026-02-03T04:05:06Z","p":"12.50","f":true,"r":0.1,"c":"41"}]""",
            answer.Rows.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task Execute_NoRows_GivesOneEmptyBatchWithTheSchema()
    {
        var answer = await RunAsync("SELECT 1 AS a WHERE false");

        Assert.Empty(answer.Rows);
        Assert.Equal("int", Assert.Single(answer.Schema).Type);
        Assert.Single(answer.Frames, f => f.Message is RowsMessage);
    }

    [Theory]
    [InlineData("SELECT 1 AS a, 2 AS a", "duplicate_column")]
    [InlineData("SELECT nothing", "query_failed")]
    [InlineData("SELECT INTERVAL 1 DAY AS a", "unsupported_type")]
    [InlineData("SELECT * FROM range(100001)", "result_too_large")]
    [InlineData("SELECT TIMESTAMP 'infinity' AS a", "unsupported_value")]
    [InlineData("SELECT repeat('x', 20000000) AS a", "result_too_large")]
    public async Task Execute_WhatCantBeAnswered_EndsWithACode(string sql, string code)
    {
        var answer = await RunAsync(sql);

        Assert.Equal(code, answer.End!.Code);
        Assert.False(string.IsNullOrEmpty(answer.End.Detail));
    }

    [Fact]
    public async Task Execute_LongerThanItsLimit_IsInterrupted()
    {
        var analysis = Bodies.Analysis(Endless) with { Limits = new AnalysisLimits(1, 100, TimeSpan.FromMilliseconds(50)) };

        var answer = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        Assert.Equal("time_limit", answer.End!.Code);
    }

    [Fact]
    public async Task Cancel_WhileItRuns_EndsItAsCancelled()
    {
        var execution = Bodies.Execution(Bodies.Analysis(Endless));
        var frames = await _client.ExecuteAsync(execution, Endless, TestContext.Current.CancellationToken);
        await frames.WaitToReadAsync(TestContext.Current.CancellationToken);

        await _client.CancelAsync(execution.OperationId);

        Assert.Equal(EndedMessage.Cancelled, (await Bodies.ReadAsync(frames)).End!.Code);
        Assert.Null((await RunAsync("SELECT 1 AS a")).End!.Code);
    }

    [Fact]
    public async Task Execute_FileThatChanges_IsReadAnew()
    {
        var file = Path.Combine(Path.GetDirectoryName(_worker.Settings.Socket)!, "numbers.csv");
        await File.WriteAllTextAsync(file, "n\n1\n", TestContext.Current.CancellationToken);
        var analysis = Bodies.Analysis("SELECT CAST(sum(n) AS BIGINT) AS total FROM numbers", ("numbers", new FileSource(file, "csv")));
        var before = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        await File.WriteAllTextAsync(file, "n\n1\n41\n", TestContext.Current.CancellationToken);
        var after = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        Assert.Equal("""[{"total":"1"}]""", before.Rows.ToJsonString());
        Assert.Equal("""[{"total":"42"}]""", after.Rows.ToJsonString());
    }

    [Fact]
    public async Task Execute_FileThatIsMissing_SaysSoAndRunsOnceItIsThere()
    {
        var file = Path.Combine(Path.GetDirectoryName(_worker.Settings.Socket)!, "late.csv");
        var analysis = Bodies.Analysis("SELECT n FROM late", ("late", new FileSource(file, "csv")));
        var before = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        await File.WriteAllTextAsync(file, "n\nx\n", TestContext.Current.CancellationToken);
        var after = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        Assert.Equal("source_unavailable", before.End!.Code);
        Assert.Contains(file, before.End.Detail, StringComparison.Ordinal);
        Assert.Equal("""[{"n":"x"}]""", after.Rows.ToJsonString());
    }

    [Fact]
    public async Task Execute_TopicThatChanges_ReadsTheLatestOfEachKey()
    {
        var source = new TopicTableSource("stock", [new Column("coupon", "bigint", true), new Column("left", "int", true)], "coupon");
        var analysis = Bodies.Analysis("SELECT coupon, \"left\" FROM stock ORDER BY coupon", ("stock", source));
        var table = _topics[source];
        table.Put("1", """{"coupon":1,"left":10}""");
        table.Put("2", """{"coupon":"2","left":20}""");
        table.Put("3", """{"coupon":3,"left":null}""");
        var before = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        table.Put("1", """{"coupon":1,"left":9}""");
        table.Put("2", null);
        var after = await Bodies.RunAsync(_client, Bodies.Execution(analysis));

        Assert.Equal("""[{"coupon":"1","left":10},{"coupon":"2","left":20},{"coupon":"3","left":null}]""", before.Rows.ToJsonString());
        Assert.Equal("""[{"coupon":"1","left":9},{"coupon":"3","left":null}]""", after.Rows.ToJsonString());
    }

    [Fact]
    public async Task Execute_ManyVersionsOfAnAnalysis_EachReadsItsOwnFile()
    {
        var folder = Path.GetDirectoryName(_worker.Settings.Socket)!;
        for (var version = 0; version < 5; version++)
        {
            var file = Path.Combine(folder, $"v{version}.csv");
            await File.WriteAllTextAsync(file, $"n\n{version}\n", TestContext.Current.CancellationToken);
            var analysis = Bodies.Analysis("SELECT CAST(n AS INT) AS n FROM numbers", ("numbers", new FileSource(file, "csv"))) with { Digest = $"v{version}" };

            Assert.Equal($"[{{\"n\":{version}}}]", (await Bodies.RunAsync(_client, Bodies.Execution(analysis))).Rows.ToJsonString());
        }
    }

    [Fact]
    public async Task Attach_FromAnotherConnection_ReadsTheResultAgain()
    {
        var execution = Bodies.Execution(Bodies.Analysis("SELECT i, repeat('x', 100) AS x FROM range(5000) t(i)"));
        var first = await Bodies.RunAsync(_client, execution);
        await using var other = await _worker.ConnectAsync(_topics);

        var again = await Bodies.ReadAsync(await other.AttachAsync(execution.OperationId, 0, TestContext.Current.CancellationToken));
        var rest = await Bodies.ReadAsync(await other.AttachAsync(execution.OperationId, 2, TestContext.Current.CancellationToken));
        var unknown = await Bodies.ReadAsync(await other.AttachAsync(Guid.NewGuid(), 0, TestContext.Current.CancellationToken));

        Assert.Equal(5000, first.Rows.Count);
        Assert.True(JsonNode.DeepEquals(first.Rows, again.Rows));
        Assert.Equal(first.Frames.Count - 2, rest.Frames.Count);
        Assert.Equal(RefusedMessage.Unknown, unknown.Refusal);
    }

    [Fact]
    public async Task Arrow_Result_IsAStreamThatStandsAlone()
    {
        var answer = await _client.ExecuteAsync(
            Bodies.Execution(Bodies.Analysis("SELECT i FROM range(10) t(i)")) with { Format = ResultFormat.Arrow }, "SELECT i FROM range(10) t(i)", TestContext.Current.CancellationToken);
        var frames = new List<Frame>();
        await foreach (var frame in answer.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            frames.Add(frame);
        }

        var payload = Assert.Single(frames, f => f.Message is RowsMessage { RowCount: 10 }).Payload;
        using var reader = new Apache.Arrow.Ipc.ArrowStreamReader(payload);
        using var batch = await reader.ReadNextRecordBatchAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10, batch.Length);
    }

    [Fact]
    public async Task Terminate_WhileItRuns_FinishesTellsAndExitsWithZero()
    {
        const string Slow = "SELECT count(*) AS n FROM range(10000000) a(i) WHERE sqrt(i) > 2 AND md5(CAST(i AS VARCHAR)) > '8'";
        var running = await _client.ExecuteAsync(Bodies.Execution(Bodies.Analysis(Slow)), Slow, TestContext.Current.CancellationToken);
        await running.WaitToReadAsync(TestContext.Current.CancellationToken);

        _worker.Terminate();
        var answer = await Bodies.ReadAsync(running);

        Assert.Null(answer.End!.Detail);
        Assert.Single(answer.Rows);
        Assert.Equal(0, await _worker.ExitCodeAsync());
        Assert.False(File.Exists(_worker.Settings.Socket));
    }

    [Fact]
    public void Socket_OnceItListens_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes.");
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_worker.Settings.Socket));
    }

    private const string Endless = "SELECT count(*) AS n FROM range(1000000000) a(i), range(1000000000) b(j) WHERE sqrt(i) + j > 2";

    private Task<Bodies.Answer> RunAsync(string sql) => Bodies.RunAsync(_client, Bodies.Execution(Bodies.Analysis(sql)));
}
