using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>
/// How long after a cancellation here the server has ended the job. The server's driver is its own executor (master local): there java_method lists the threads,
/// among which each operation has the one that waits for its jobs.
/// </summary>
internal sealed class Cancellations : IBenchmark
{
    private const string Endless = "SELECT id, java_method('java.lang.Thread', 'sleep', 600000L) FROM range(0, 1, 1, 1)";
    private const string Threads = "SELECT java_method('java.lang.Thread', 'getAllStackTraces')";
    private const int Runs = 7;

    public string Name => "connect-cancel";

    public string Summary => "from a cancellation to the end of the job on the server (SPARK_REMOTE, master local); beside one question whether it runs";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var spark = new SparkSession(ConnectCases.Server());
        await using var watch = spark.NewSession();
        var (ends, questions) = (new List<double>(), new List<double>());
        for (var run = -1; run < Runs; run++)
        {
            var (end, question) = await OnceAsync(spark, watch, cancellationToken);
            if (run >= 0)
            {
                ends.Add(end);
                questions.Add(question);
            }
        }

        yield return new BenchmarkResult(Name, ends.Max(), "ms", 1000, new Against("the question whether it runs, p50, ms", Math.Round(Figures.Median(questions), 1)));
    }

    private static async Task<(double End, double Question)> OnceAsync(SparkSession spark, SparkSession watch, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var operationId = Guid.NewGuid();
        await using var execution = await spark.ExecuteAsync(spark.Sql(Endless), new ExecuteOptions { OperationId = operationId }, cancellationToken);
        var read = execution.ReadBatchAsync(cancellation.Token);
        var asked = Stopwatch.GetTimestamp();
        if (!await RunsAsync(watch, operationId, cancellationToken))
        {
            throw new InvalidOperationException("The server does not show its threads: it is none with master local.");
        }

        var question = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        var cancelled = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync();
        while (await RunsAsync(watch, operationId, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(cancelled) > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException("The job goes on a minute after it was cancelled.");
            }
        }

        var end = Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds;
        await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (end, question);
    }

    private static async Task<bool> RunsAsync(SparkSession watch, Guid operationId, CancellationToken cancellationToken) =>
        (await watch.Sql(Threads).CollectAsync<string>(cancellationToken))[0].Contains($"{operationId}", StringComparison.Ordinal);
}
