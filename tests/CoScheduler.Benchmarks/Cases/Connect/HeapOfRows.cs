using System.Runtime.CompilerServices;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>The memory that a million wide rows take while they are read one by one, beside keeping them all.</summary>
internal sealed class HeapOfRows : IBenchmark
{
    private const int Rows = 1_000_000;
    private const int Sampled = 20_000;
    private const double Megabyte = 1024 * 1024;
    private const double Target = 48;

    private static readonly string s_query = $"SELECT id, lpad(CAST(id AS STRING), 200, 'x') AS text FROM range(0, {Rows}, 1, 4)";

    public string Name => "connect-heap";

    public string Summary => "the most that is alive while 1 M rows of 200 characters are read one by one (SPARK_REMOTE); beside keeping them all";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var spark = new SparkSession(ConnectCases.Server());
        await spark.Sql("SELECT 1").CollectAsync(cancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (rows, most) = (0, 0L);
        await foreach (var _ in spark.Sql(s_query).ToLocalIteratorAsync(cancellationToken))
        {
            if (++rows % Sampled == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        var kept = await spark.Sql(s_query).CollectAsync(cancellationToken);
        var whole = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (rows != Rows || kept.Count != Rows)
        {
            throw new InvalidOperationException($"{rows} and {kept.Count} rows came in place of {Rows}.");
        }

        yield return new BenchmarkResult(Name, most / Megabyte, "MiB", Target, new Against("all rows kept, MiB", Math.Round(whole / Megabyte, 1)));
    }
}
