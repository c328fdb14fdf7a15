using System.Runtime.CompilerServices;
using CoScheduler.Cli.Demo;

namespace CoScheduler.Benchmarks.Cases;

/// <summary>From a request over Kafka to its last row, on embedded defaults, over 100,000 purchases.</summary>
internal sealed class EmbeddedCoupons : IBenchmark
{
    private const int Warm = 100;
    private const int Measured = 300;

    public string Name => "embedded-coupons";

    public string Summary => "request to last row, DuckDB and the embedded broker; beside a bare round trip over the same broker";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync("--engine", "duckdb", "--spark", "none", "--quota", QuotaFile.Path);
        await using var demo = new DemoCustomers(server.Kafka, embedded: true, TimeProvider.System);
        var customers = new Customers(demo);
        await customers.StockAsync(cancellationToken);
        _ = await customers.AskAsync(Warm, cancellationToken);
        var latencies = await customers.AskAsync(Measured, cancellationToken);
        var bare = await RoundTrip.MeasureAsync(server.Kafka, Measured, cancellationToken);
        var against = new Against("round trip over the same broker, p50", Math.Round(Figures.Median(bare), 2));
        yield return new BenchmarkResult("embedded-coupons-p50", Figures.Median(latencies), "ms", 25, against);
        yield return new BenchmarkResult("embedded-coupons-p99", Figures.Quantile(latencies, 0.99), "ms", 100, against);
    }
}
