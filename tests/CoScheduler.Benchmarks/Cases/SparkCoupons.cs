using System.Runtime.CompilerServices;
using CoScheduler.Cli.Demo;

namespace CoScheduler.Benchmarks.Cases;

/// <summary>From a request over Kafka to its last row, on a warm Spark.</summary>
internal sealed class SparkCoupons : IBenchmark
{
    private const int Warm = 200;
    private const int Measured = 200;

    public string Name => "spark-coupons";

    public string Summary => "request to last row on a driver that has answered 200 requests (SPARK_HOME, KAFKA_BOOTSTRAP); beside a bare round trip over the same broker";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var spark = Environment.GetEnvironmentVariable("SPARK_HOME") ?? throw new CaseSkippedException("SPARK_HOME is not set.");
        var kafka = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP");
        string[] broker = kafka is null ? [] : ["--kafka", kafka];
        await using var server = await ServerUnderTest.StartAsync(
            ["--engine", "spark", "--spark", spark, "--quota", QuotaFile.Path, "--agent", "machine=cpus:4,mem:8Gi", .. broker]);
        await using var demo = new DemoCustomers(server.Kafka, embedded: false, TimeProvider.System);
        var customers = new Customers(demo);
        await customers.StockAsync(cancellationToken);
        _ = await customers.AskAsync(Warm, cancellationToken);
        var latencies = await customers.AskAsync(Measured, cancellationToken);
        var bare = await RoundTrip.MeasureAsync(server.Kafka, Measured, cancellationToken);
        var against = new Against("round trip over the same broker, p50", Math.Round(Figures.Median(bare), 2));
        yield return new BenchmarkResult("spark-coupons-p50", Figures.Median(latencies), "ms", 250, against);
        yield return new BenchmarkResult("spark-coupons-p99", Figures.Quantile(latencies, 0.99), "ms", 1000, against);
    }
}
