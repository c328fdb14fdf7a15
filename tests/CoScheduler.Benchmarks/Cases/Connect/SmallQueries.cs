using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>What a small query costs above the same over bare gRPC.</summary>
internal sealed class SmallQueries : IBenchmark
{
    private const string Query = "SELECT 1 AS one";
    private const int Warm = 50;
    private const int Measured = 200;

    public string Name => "connect-small-query";

    public string Summary => "SELECT 1 collected (SPARK_REMOTE), above the same over bare gRPC";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = ConnectCases.Server();
        await using var spark = new SparkSession(options);
        using var raw = new RawStream(options);
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var run = -Warm; run < Measured; run++)
        {
            // Each is first as often as the other: what follows finds the server's caches warm.
            var (first, second) = run % 2 == 0 ? ((Func<Task<double>>)RawAsync, (Func<Task<double>>)OursAsync) : (OursAsync, RawAsync);
            var (one, two) = (await first(), await second());
            if (run >= 0)
            {
                bare.Add(run % 2 == 0 ? one : two);
                ours.Add(run % 2 == 0 ? two : one);
            }
        }

        async Task<double> RawAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await raw.DrainAsync(Query, cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        async Task<double> OursAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await spark.Sql(Query).CollectAsync(cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        var difference = Figures.Median(ours) - Figures.Median(bare);
        yield return new BenchmarkResult(Name, difference, "ms", 2, new Against("the same over bare gRPC, p50, ms", Math.Round(Figures.Median(bare), 2)));
    }
}
