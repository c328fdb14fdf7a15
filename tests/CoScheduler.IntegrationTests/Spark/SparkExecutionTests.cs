using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

[Collection(ConnectServerTests.Name)]
public sealed class SparkExecutionTests(ConnectServer server)
{
    // Longer than the streams of this server last, and it can be interrupted.
    private const string Slow = "SELECT id, java_method('java.lang.Thread', 'sleep', 3000L) FROM range(0, 1, 1, 1)";
    private const string Endless = "SELECT id, java_method('java.lang.Thread', 'sleep', 600000L) FROM range(0, 1, 1, 1)";
    private const int Rows = 120_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collect_LongerThanAStreamLasts_GoesOnOverSeveral()
    {
        await using var spark = server.Session();
        Assert.Single(await spark.Sql(Slow).CollectAsync(Cancelled));
    }

    [Fact]
    public async Task Collect_ConnectionCutAgainAndAgain_LosesAndDoublesNoRow()
    {
        await using var proxy = new CuttingProxy(server.Endpoint.Port, [200, 30_000, 100_000, 0, 250_000, 1_000]);
        await using var spark = server.Session(options => options with { Endpoint = proxy.Endpoint });
        var ids = new List<long>();
        await using var execution = await spark.ExecuteAsync(Many(spark), new ExecuteOptions(), Cancelled);
        await foreach (var batch in execution.ReadBatchesAsync(Cancelled))
        {
            Assert.Equal(ids.Count, batch.StartOffset);
            using var records = batch.Read();
            ids.AddRange(((Apache.Arrow.Int64Array)records!.Column(0)).Values);
        }

        Assert.Equal(Enumerable.Range(0, Rows).Select(id => (long)id), ids);
        Assert.Equal(0, proxy.CutsLeft);
    }

    [Fact]
    public async Task Reattach_NewClientWithTheSameIds_ContinuesBehindTheBatchThatWasKept()
    {
        var sessionId = Guid.NewGuid();
        var operationId = Guid.NewGuid();
        ArrowBatch first;
        await using (var before = server.Session(options => options with { SessionId = sessionId, ReleaseOnDispose = false }))
        {
            await using var execution = await before.ExecuteAsync(Many(before), new ExecuteOptions { OperationId = operationId }, Cancelled);
            first = (await execution.ReadBatchAsync(Cancelled))!;
            execution.Detach();
        }

        await using var after = server.Session(options => options with { SessionId = sessionId });
        await using var resumed = await after.ReattachAsync(operationId, first.ResponseId, cancellationToken: Cancelled);
        var rest = await resumed.ReadBatchesAsync(Cancelled).ToListAsync(Cancelled);
        Assert.Equal(first.RowCount, rest[0].StartOffset);
        Assert.Equal(Rows, first.RowCount + rest.Sum(batch => batch.RowCount));
        Assert.True(resumed.IsComplete);
    }

    [Fact]
    public async Task Reattach_FromTheBeginning_HasTheSchemaAndAllRows()
    {
        var sessionId = Guid.NewGuid();
        var operationId = Guid.NewGuid();
        await using var before = server.Session(options => options with { SessionId = sessionId, ReleaseOnDispose = false });
        await using var execution = await before.ExecuteAsync(before.Range(5), new ExecuteOptions { OperationId = operationId }, Cancelled);
        await using var after = server.Session(options => options with { SessionId = sessionId });
        await using var resumed = await after.ReattachAsync(operationId, null, cancellationToken: Cancelled);
        Assert.Equal("struct<id:bigint>", resumed.Schema!.SimpleString);
        Assert.Equal(5, (await resumed.ReadBatchesAsync(Cancelled).ToListAsync(Cancelled)).Sum(batch => batch.RowCount));
    }

    [Fact]
    public async Task Reattach_Released_IsNotFound()
    {
        await using var spark = server.Session();
        var operationId = Guid.NewGuid();
        await using (var execution = await spark.ExecuteAsync(spark.Range(5), new ExecuteOptions { OperationId = operationId }, Cancelled))
        {
            Assert.NotNull(await execution.ReadBatchAsync(Cancelled));
        }

        var error = await Assert.ThrowsAsync<SparkException>(() => spark.ReattachAsync(operationId, null, cancellationToken: Cancelled));
        Assert.Contains(error.ErrorClass, (string[])[SparkErrorClasses.OperationNotFound, SparkErrorClasses.OperationAbandoned]);
        error = await Assert.ThrowsAsync<SparkException>(() =>
            spark.ExecuteAsync(spark.Range(5), new ExecuteOptions { OperationId = operationId }, Cancelled));
        Assert.Contains(error.ErrorClass, (string[])[SparkErrorClasses.OperationAlreadyExists, SparkErrorClasses.OperationAbandoned]);
    }

    [Fact]
    public async Task Read_Cancelled_InterruptsTheServer()
    {
        await using var spark = server.Session();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var options = new ExecuteOptions { Progress = new OnceRunning(cancellation.Cancel) };
        await using var execution = await spark.ExecuteAsync(spark.Sql(Endless), options, Cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => execution.ReadBatchAsync(cancellation.Token));
        Assert.Single(await spark.Range(1).CollectAsync(Cancelled));
    }

    [Fact]
    public async Task Interrupt_OperationTagOrAll_FailsTheReaderAsCancelled()
    {
        await using var spark = server.Session();
        var operationId = Guid.NewGuid();
        Func<Task<IReadOnlyList<string>>>[] interrupts =
        [
            () => spark.InterruptOperationAsync(operationId, Cancelled),
            () => spark.InterruptTagAsync("slow", Cancelled),
            () => spark.InterruptAllAsync(Cancelled),
        ];
        foreach (var interrupt in interrupts)
        {
            operationId = Guid.NewGuid();
            var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var options = new ExecuteOptions { OperationId = operationId, Tags = ["slow"], Progress = new OnceRunning(() => running.TrySetResult()) };
            await using var execution = await spark.ExecuteAsync(spark.Sql(Endless), options, Cancelled);
            var read = execution.ReadBatchAsync(Cancelled);
            await running.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
            Assert.Equal([operationId.ToString()], await interrupt());
            Assert.Equal(SparkErrorClasses.OperationCanceled, (await Assert.ThrowsAnyAsync<SparkException>(() => read)).ErrorClass);
        }
    }

    [Fact]
    public async Task Execute_NotReattachable_GivesTheWholeResult()
    {
        await using var spark = server.Session();
        await using var execution = await spark.ExecuteAsync(Many(spark), new ExecuteOptions { Reattachable = false }, Cancelled);
        Assert.Equal(Rows, (await execution.ReadBatchesAsync(Cancelled).ToListAsync(Cancelled)).Sum(batch => batch.RowCount));
    }

    [Fact]
    public async Task ToArrowBatches_EmptyAndLargeResults_GiveTheirRows()
    {
        await using var spark = server.Session();
        Assert.Empty(await spark.Sql("SELECT id FROM range(5) WHERE id > 9").ToArrowBatchesAsync(Cancelled).ToListAsync(Cancelled));
        var row = Assert.Single(await spark.Sql("SELECT repeat('x', 20000000) AS x").CollectAsync(Cancelled));
        Assert.Equal(20_000_000, row.GetAs<string>("x").Length);
    }

    private static DataFrame Many(SparkSession spark) => spark.Sql($"SELECT id, uuid() AS filler FROM range(0, {Rows}, 1, 6)");

    private sealed class OnceRunning(Action act) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value)
        {
            if (value.TasksInFlight > 0)
            {
                act();
            }
        }
    }
}
