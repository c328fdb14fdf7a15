using System.Collections.Immutable;
using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>One machine for all of its tests: a driver's start is most of their time.</summary>
public sealed class SparkQueryTests(SparkQueryTests.Shared shared) : IClassFixture<SparkQueryTests.Shared>, IAsyncLifetime
{
    private SparkMachine? _machine;

    private SparkMachine Machine => _machine ?? throw new InvalidOperationException("The machine has not started.");

    public async ValueTask InitializeAsync() => _machine = await shared.StartedAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_QueryWithParameters_GivesItsRows()
    {
        var analysis = Sample.Analysis("SELECT :a + 1 AS b, :t AS t, id FROM range(3) WHERE id >= :least ORDER BY id");
        var (sink, end) = await Machine.RunAsync(Sample.Execution(
            analysis, ("a", ParameterType.BigInt, 41L), ("t", ParameterType.String, "it's; DROP TABLE x --"), ("least", ParameterType.Int, 1)));
        Assert.IsType<ExecutionDone>(end);
        Assert.Equal(
            ["{\"b\":\"42\",\"t\":\"it's; DROP TABLE x --\",\"id\":\"1\"}", "{\"b\":\"42\",\"t\":\"it's; DROP TABLE x --\",\"id\":\"2\"}"],
            sink.Rows);
        Assert.Equal(["b bigint", "t string", "id bigint"], sink.Batches[0].Schema.Select(column => $"{column.Name} {column.Type}"));
    }

    [Fact]
    public async Task Run_EmptyResult_GivesOneBatchWithItsSchema()
    {
        var (sink, end) = await Machine.RunAsync(Sample.Execution(Sample.Analysis("SELECT id FROM range(3) WHERE id > 5")));
        Assert.IsType<ExecutionDone>(end);
        var batch = Assert.Single(sink.Batches);
        Assert.Equal(("id", 0), (batch.Schema[0].Name, batch.RowCount));
    }

    [Theory]
    [InlineData("SELECT id FROM range(11)", "result_too_large")]
    [InlineData("SELECT repeat('x', 2000) AS x", "result_too_large")]
    [InlineData("SELECT 1 AS a, 2 AS a", "duplicate_column")]
    [InlineData("SELECT no_such_column", "query_failed")]
    [InlineData("SELECT nonsense FROM (", "query_failed")]
    [InlineData("SELECT assert_true(id < 0) AS x FROM range(2)", "query_failed")]
    public async Task Run_ResultOrQueryThatMayNotBe_FailsWithItsCode(string sql, string code)
    {
        var (_, end) = await Machine.RunAsync(Sample.Execution(Sample.Analysis(sql, rows: 10, bytes: 1000)));
        var failed = Assert.IsType<ExecutionFailed>(end);
        Assert.Equal(code, failed.Error.Code);
        Assert.False(failed.Error.Retryable);
    }

    [Fact]
    public async Task Run_LongerThanAllowed_IsInterruptedOnTheServer()
    {
        var (_, end) = await Machine.RunAsync(Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: 40, milliseconds: 1000), seconds: 3)));
        Assert.Equal("time_limit", Assert.IsType<ExecutionFailed>(end).Error.Code);
        await Machine.UntilAsync(view => view.Executors.All(executor => executor.ActiveTasks == 0), "The end of the interrupted tasks");
    }

    [Fact]
    public async Task Run_Cancelled_IsInterruptedOnTheServer()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sink = new RecordingSink();
        var running = Machine.RunAsync(Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: 40, milliseconds: 1000))), sink, cancel.Token);
        await sink.Running;
        await Machine.UntilAsync(view => view.Executors.Any(executor => executor.ActiveTasks > 0), "A task that runs");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Machine.UntilAsync(view => view.Executors.All(executor => executor.ActiveTasks == 0) && view.Running == 0, "The end of the cancelled tasks");
    }

    [Fact]
    public async Task Run_FileThatChanges_IsReadAnew()
    {
        var file = Path.Combine(Machine.Folder, "prices.csv");
        await File.WriteAllTextAsync(file, "city,price\nBerlin,2.5\nParis,3.5\n", TestContext.Current.CancellationToken);
        var analysis = Sample.Analysis("SELECT city, price FROM prices ORDER BY city", sources: ("prices", new FileSource(file, "csv")));
        Assert.Equal(["{\"city\":\"Berlin\",\"price\":2.5}", "{\"city\":\"Paris\",\"price\":3.5}"], (await Machine.RunAsync(Sample.Execution(analysis))).Sink.Rows);
        await File.WriteAllTextAsync(file, "city,price\nRome,4.0\n", TestContext.Current.CancellationToken);
        Assert.Equal(["{\"city\":\"Rome\",\"price\":4}"], (await Machine.RunAsync(Sample.Execution(analysis))).Sink.Rows.Select(row => row.Replace("4.0", "4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_FileThatIsNotThere_Fails()
    {
        var analysis = Sample.Analysis("SELECT * FROM gone", sources: ("gone", new FileSource("/no/such/file.parquet", "parquet")));
        Assert.Equal("query_failed", Assert.IsType<ExecutionFailed>((await Machine.RunAsync(Sample.Execution(analysis))).End).Error.Code);
    }

    [Fact]
    public async Task Run_TopicThatMovesOn_ShowsItsLatestRows()
    {
        ImmutableArray<Column> columns = [new("coupon", "bigint", false), new("left", "int", true), new("price", "decimal(10,2)", true), new("at", "timestamp", true)];
        var analysis = Sample.Analysis("SELECT coupon, left, price, at FROM stock ORDER BY coupon", sources: ("stock", new TopicTableSource("coupon-stock", columns, "coupon")));
        Machine.Topics.Put("1", """{"coupon":1,"left":5,"price":"9.90","at":"2026-11-23T10:00:00Z"}""");
        Machine.Topics.Put("2", """{"coupon":"2"}""");
        Assert.Equal(
            ["""{"coupon":"1","left":5,"price":"9.90","at":"2026-11-23T10:00:00Z"}""", """{"coupon":"2","left":null,"price":null,"at":null}"""],
            (await Machine.RunAsync(Sample.Execution(analysis))).Sink.Rows);
        Machine.Topics.Put("1", """{"coupon":1,"left":4}""");
        Machine.Topics.Put("2", null);
        Assert.Equal(["""{"coupon":"1","left":4,"price":null,"at":null}"""], (await Machine.RunAsync(Sample.Execution(analysis))).Sink.Rows);
    }

    /// <summary>The machine, started by the first test: what a fixture itself skips counts as failed.</summary>
    public sealed class Shared : IAsyncDisposable
    {
        private Task<SparkMachine>? _machine;

        internal Task<SparkMachine> StartedAsync() => _machine ??= SparkMachine.StartAsync();

        public async ValueTask DisposeAsync()
        {
            if (_machine is { IsCompletedSuccessfully: true })
            {
                await (await _machine).DisposeAsync();
            }
        }
    }
}
