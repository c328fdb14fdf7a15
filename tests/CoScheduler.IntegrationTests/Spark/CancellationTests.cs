using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

/// <summary>What is cancelled here does not go on there.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class CancellationTests(ConnectServer server)
{
    // It takes one of the server's two cores for ten minutes unless it is stopped.
    private const string Endless = "SELECT id, java_method('java.lang.Thread', 'sleep', 600000L) FROM range(0, 1, 1, 1)";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_Cancelled_EndsTheJobOnTheServer()
    {
        await using var watch = server.Session();
        await using var spark = server.Session();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var operationId = Guid.NewGuid();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new ExecuteOptions { OperationId = operationId, Progress = new OnceRunning(() => running.TrySetResult()) };
        await using var execution = await spark.ExecuteAsync(spark.Sql(Endless), options, Cancelled);
        var read = execution.ReadBatchAsync(cancellation.Token);
        await running.Task.WaitAsync(s_limit, Cancelled);
        Assert.True(await RunsAsync(watch, operationId));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await EndAsync(watch, operationId);
    }

    [Fact]
    public async Task Execution_DisposedBeforeItsEnd_EndsTheJobOnTheServer()
    {
        await using var watch = server.Session();
        await using var spark = server.Session();
        var operationId = Guid.NewGuid();
        await using (await spark.ExecuteAsync(spark.Sql(Endless), new ExecuteOptions { OperationId = operationId }, Cancelled))
        {
            Assert.True(await RunsAsync(watch, operationId));
        }

        await EndAsync(watch, operationId);
    }

    /// <summary>Whether the server's driver, which runs java_method itself as it is its own executor, has the thread that an operation runs its jobs in.</summary>
    private static async Task<bool> RunsAsync(SparkSession watch, Guid operationId)
    {
        var threads = await watch.Sql("SELECT java_method('java.lang.Thread', 'getAllStackTraces')").CollectAsync<string>(Cancelled);
        return threads[0].Contains($"SparkConnectExecuteThread_opId={operationId}", StringComparison.Ordinal);
    }

    private static async Task EndAsync(SparkSession watch, Guid operationId)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(s_limit);
        while (await RunsAsync(watch, operationId))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

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
