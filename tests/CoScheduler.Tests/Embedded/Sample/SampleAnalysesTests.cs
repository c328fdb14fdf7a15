using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using CoScheduler.Embedded.Sample;
using CoScheduler.Tests.Embedded.DuckDb;
using Xunit;

namespace CoScheduler.Tests.Embedded.Sample;

public sealed class SampleAnalysesTests : IAsyncLifetime
{
    private const int Sets = 200;

    private readonly WorkerProcess _worker = WorkerProcess.Start();
    private readonly FakeTopicTables _topics = new();
    private readonly SampleData _data = SampleData.Default;
    private WorkerClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await _worker.ConnectAsync(_topics);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _worker.DisposeAsync();
    }

    [Fact]
    public async Task Coupons_RandomParametersAndStock_AreThePlainComputation()
    {
        var random = new SplitMix64(42);
        var analysis = SampleAnalyses.Coupons;
        var stock = _data.InitialStock().ToDictionary(s => s.Coupon, s => s.Remaining);
        Put(_data.InitialStock());
        var answered = 0;
        for (var i = 0; i < Sets; i++)
        {
            var asked = SampleRequests.Coupons(_data, random);
            var expected = ExpectedCoupons.Compute(_data, asked.Customer, asked.Lat, asked.Lon, asked.RadiusKm, stock);
            var answer = await Bodies.RunAsync(_client, Bodies.Execution(
                analysis,
                ("customer", ParameterType.BigInt, asked.Customer),
                ("lat", ParameterType.Double, asked.Lat),
                ("lon", ParameterType.Double, asked.Lon),
                ("radiusKm", ParameterType.Double, asked.RadiusKm)));

            AssertSame(expected, answer);
            answered += expected.Count > 0 ? 1 : 0;
            SellOne(random, expected, stock);
        }

        Assert.True(answered > Sets / 2, $"Only {answered} of {Sets} requests had an answer.");
    }

    [Fact]
    public async Task Demand_RandomParameters_AreThePlainComputation()
    {
        var random = new SplitMix64(43);
        var analysis = SampleAnalyses.Demand;
        var answered = 0;
        for (var i = 0; i < Sets; i++)
        {
            var (at, minutes) = SampleRequests.Demand(random);
            var expected = ExpectedDemand.Compute(_data, at, minutes);
            var answer = await Bodies.RunAsync(
                _client, Bodies.Execution(analysis, ("at", ParameterType.Timestamp, at), ("minutes", ParameterType.Int, minutes)));

            AssertSame(expected, answer);
            answered += expected.Count > 0 ? 1 : 0;
        }

        Assert.True(answered > Sets / 2, $"Only {answered} of {Sets} requests had an answer.");
    }

    private static void AssertSame(JsonArray expected, Bodies.Answer answer)
    {
        Assert.Null(answer.End!.Detail);
        Assert.True(
            JsonNode.DeepEquals(expected, answer.Rows),
            $"Expected {expected.ToJsonString()}{Environment.NewLine}but got {answer.Rows.ToJsonString()}");
    }

    // One of what was offered is sold, so that the next answer depends on what the topic says by then.
    private void SellOne(SplitMix64 random, JsonArray offered, Dictionary<long, int> stock)
    {
        if (offered.Count == 0)
        {
            return;
        }

        var coupon = long.Parse(offered[random.Below(offered.Count)]!["coupon"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        stock[coupon]--;
        Put([new Stock(coupon, stock[coupon])]);
    }

    private void Put(IEnumerable<Stock> records)
    {
        foreach (var record in records)
        {
            _topics[SampleAnalyses.Stock].Put(record.Key, record.Value);
        }
    }
}
