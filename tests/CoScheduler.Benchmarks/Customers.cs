using System.Text.Json.Nodes;
using CoScheduler.Cli.Demo;
using CoScheduler.Embedded.Sample;

namespace CoScheduler.Benchmarks;

/// <summary>Asks for coupons one by one, and measures from the request to its terminal event.</summary>
internal sealed class Customers(DemoCustomers customers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly SplitMix64 _random = new(7);
    private int _asked;

    public Task StockAsync(CancellationToken cancellationToken) => customers.TellStockAsync(
        SampleData.StockTopic, SampleData.Default.InitialStock().Select(s => (s.Key, s.Value)), cancellationToken);

    /// <summary>The latencies of requests that follow each other, in milliseconds.</summary>
    public async Task<IReadOnlyList<double>> AskAsync(int count, CancellationToken cancellationToken)
    {
        var latencies = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var p = SampleRequests.Coupons(SampleData.Default, _random);
            var data = new JsonObject { ["customer"] = p.Customer, ["lat"] = p.Lat, ["lon"] = p.Lon, ["radiusKm"] = p.RadiusKm };
            var request = new DemoRequest($"bench-{++_asked}", "coupons", data);
            await customers.SendAsync(request, cancellationToken);
            await request.Answered.WaitAsync(Limit, cancellationToken);
            latencies.Add(request.Outcome == "done"
                ? request.Latency!.Value.TotalMilliseconds
                : throw new InvalidOperationException($"The request ended as {request.Outcome}: {request.Complaint}"));
        }

        return latencies;
    }
}
