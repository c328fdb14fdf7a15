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
            var start = Stopwatch.GetTimestamp();
            await raw.DrainAsync(Query, cancellationToken);
            var middle = Stopwatch.GetTimestamp();
            await spark.Sql(Query).CollectAsync(cancellationToken);
            if (run >= 0)
            {
                bare.Add(Stopwatch.GetElapsedTime(start, middle).TotalMilliseconds);
                ours.Add(Stopwatch.GetElapsedTime(middle).TotalMilliseconds);
            }
        }

        var difference = Figures.Median(ours) - Figures.Median(bare);
        yield return new BenchmarkResult(Name, difference, "ms", 2, new Against("the same over bare gRPC, p50, ms", Math.Round(Figures.Median(bare), 2)));
    }
}
