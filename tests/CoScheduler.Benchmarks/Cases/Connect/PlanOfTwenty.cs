using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>Describing a query, without a server.</summary>
internal sealed class PlanOfTwenty : IBenchmark
{
    private const int Plans = 20_000;
    private const int Runs = 7;

    public string Name => "connect-plan";

    public string Summary => "a plan of 20 operators is built; beside as many empty messages";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = new Uri("http://127.0.0.1:1") });
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            ours.Add(Microseconds(() => Plan(spark)));
            bare.Add(Microseconds(Messages));
        }

        yield return new BenchmarkResult(Name, Figures.Median(ours), "us", 20, new Against("20 empty relations made, us", Math.Round(Figures.Median(bare), 2)));
    }

    private static double Microseconds(Action act)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Plans; i++)
        {
            act();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Plans;
    }

    private static void Plan(SparkSession spark) => spark.Range(1000)
        .WithColumn("a", Col("id") * 2).Filter(Col("a") > 10).Select("id", "a").WithColumnRenamed("a", "b").Distinct()
        .WithColumn("c", Upper(Col("b"))).Where(Col("c").IsNotNull()).Drop("c").Limit(500).OrderBy("id")
        .GroupBy("b").Agg(Sum("id").As("s")).Filter(Col("s") > 1).WithColumn("d", Abs(Col("s"))).Select(Col("b"), Col("s"), Col("d"))
        .Union(spark.Range(10).Select(Col("id").As("b"), Col("id").As("s"), Col("id").As("d"))).Repartition(2).Sample(0.5).Alias("x").Limit(10);

    private static void Messages()
    {
        for (var i = 0; i < 20; i++)
        {
            GC.KeepAlive(new CoScheduler.Spark.Protocol.Relation { Common = new() });
        }
    }
}
