using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>A million rows of five columns to Arrow and to rows, beside draining the stream that brings them.</summary>
internal sealed class Collects : IBenchmark
{
    private const int Rows = 1_000_000;
    private const int Runs = 8;

    private static readonly string s_query =
        $"SELECT id, id * 2 AS b, id / 3D AS c, CAST(id % 1000 AS INT) AS d, concat('name', id % 100) AS e FROM range(0, {Rows}, 1, 4)";

    public string Name => "connect-collect";

    public string Summary => "1 M rows x 5 columns to Arrow, to rows and to rows one by one (SPARK_REMOTE); beside draining the raw gRPC stream";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = ConnectCases.Server();
        await using var spark = new SparkSession(options);
        using var raw = new RawStream(options);
        var times = new List<double>[] { [], [], [], [] };
        Func<Task>[] ways =
        [
            () => raw.DrainAsync(s_query, cancellationToken),
            () => ArrowAsync(spark, cancellationToken),
            () => RowsAsync(spark, cancellationToken),
            () => OneByOneAsync(spark, cancellationToken),
        ];
        for (var run = -2; run < Runs; run++)
        {
            // Each way is first as often as the others, and pays for no garbage but its own.
            for (var turn = 0; turn < ways.Length; turn++)
            {
                var way = (turn + run + ways.Length) % ways.Length;
                GC.Collect();
                var start = Stopwatch.GetTimestamp();
                await ways[way]();
                if (run >= 0)
                {
                    times[way].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        var drained = Math.Round(Figures.Median(times[0]), 1);
        var against = new Against("raw gRPC stream drained, ms", drained);
        yield return new BenchmarkResult("connect-collect-arrow", Figures.Median(times[1]), "ms", 1.2 * drained, against);
        yield return new BenchmarkResult("connect-collect-rows", Figures.Median(times[2]), "ms", 3 * drained, against);
        yield return new BenchmarkResult("connect-local-iterator", Figures.Median(times[3]), "ms", 3 * drained, against);
    }

    private static async Task ArrowAsync(SparkSession spark, CancellationToken cancellationToken)
    {
        var rows = 0;
        await foreach (var batch in spark.Sql(s_query).ToArrowBatchesAsync(cancellationToken))
        {
            rows += batch.Length;
            batch.Dispose();
        }

        Check(rows);
    }

    private static async Task RowsAsync(SparkSession spark, CancellationToken cancellationToken) =>
        Check((await spark.Sql(s_query).CollectAsync(cancellationToken)).Sum(Looked));

    private static async Task OneByOneAsync(SparkSession spark, CancellationToken cancellationToken)
    {
        var rows = 0;
        await foreach (var row in spark.Sql(s_query).ToLocalIteratorAsync(cancellationToken))
        {
            rows += Looked(row);
        }

        Check(rows);
    }

    /// <summary>Takes each value of a row.</summary>
    private static int Looked(Row row) =>
        row.GetAs<long>(0) + row.GetAs<int>(3) <= row.GetAs<long>(1) + row.GetAs<double>(2) + 1000 && row.GetAs<string>(4).Length > 0 ? 1 : 0;

    private static void Check(int rows)
    {
        if (rows != Rows)
        {
            throw new InvalidOperationException($"{rows} rows came in place of {Rows}.");
        }
    }
}
