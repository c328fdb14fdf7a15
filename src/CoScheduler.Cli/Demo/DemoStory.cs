using System.Globalization;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;
using CoScheduler.Embedded.Sample;
using CoScheduler.Server.Hosting;

namespace CoScheduler.Cli.Demo;

/// <summary>The story of a reservation site and an analytics engine that share one machine, from morning to after the lunch peak.</summary>
internal sealed class DemoStory(DemoOptions options, DemoServer server, DemoCustomers customers, IDemoScreen screen, TimeProvider time)
{
    private const int QuietReplicas = 1;
    private const int PeakReplicas = 4;
    private const int ProbesInARow = 5;
    private readonly SampleData _data = SampleData.Default;
    private readonly SplitMix64 _random = new((ulong)options.Seed);
    private readonly DemoPace _pace = DemoPace.Of(options.Engine);
    private readonly List<(DemoRequest Request, CouponsRequest Parameters)> _coupons = [];
    private IReadOnlyList<Dictionary<long, int>> _stocks = [];
    private int _asked;

    /// <summary>Plays it from the start of a server to its end.</summary>
    public static async Task<DemoSummary> PlayAsync(DemoOptions options, IDemoScreen screen, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        screen.Say($"a server starts, with {DemoQuota.Machine} and the engine {options.Engine}");
        await using var server = await DemoServer.StartAsync(options, cancellationToken);
        screen.Say($"it listens on {server.Address}, the broker is {server.Kafka}");
        await using var customers = new DemoCustomers(server.Kafka, options.Kafka is null, time);
        await using var watch = new DemoWatch(server, customers, screen, time);
        var story = new DemoStory(options, server, customers, screen, time);
        await story.PlayAsync(cancellationToken);
        var summary = await DemoJudge.JudgeAsync(options, server, customers, time.GetElapsedTime(start), cancellationToken);
        if (options.Keep)
        {
            // They look for replies often, which would be most of what an idle server costs.
            await customers.DisposeAsync();
            await story.KeepAsync(summary, cancellationToken);
        }

        return summary;
    }

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        screen.Say("morning: customers ask for coupons; the analyses grow on what the site leaves idle");
        await WaveAsync(_pace.Morning, cancellationToken);
        screen.Say($"lunch: the site scales to {PeakReplicas}; what it has guaranteed is asked back, with grace");
        var peak = WaveAsync(_pace.Peak, cancellationToken);
        await ScaleAsync(PeakReplicas, cancellationToken);
        await peak;
        await SellAsync(cancellationToken);
        screen.Say($"after the peak: the site scales to {QuietReplicas}, the analyses grow again");
        await ScaleAsync(QuietReplicas, cancellationToken);
        await WaveAsync(_pace.Afternoon, cancellationToken);
        await AnsweredAsync(cancellationToken);
        screen.Say("every customer has an answer");
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var stock = _data.InitialStock();
        _stocks = [stock.ToDictionary(s => s.Coupon, s => s.Remaining)];
        await customers.TellStockAsync(SampleData.StockTopic, stock.Select(s => (s.Key, s.Value)), cancellationToken);
        var manifest = await File.ReadAllTextAsync(DemoFiles.Site, cancellationToken);
        var applied = await server.Api.PostAsync("v1/services", ApiClient.Yaml(manifest), cancellationToken);
        if (!applied.Ok)
        {
            throw new StartException("service_refused", applied.Error());
        }

        await RunningAsync(QuietReplicas, cancellationToken);
        screen.Say("the site is open, with one replica");
        await StockedAsync(cancellationToken);
    }

    /// <summary>Waits until the stock is on the shelves: before, an answer may know only a part of it.</summary>
    private async Task StockedAsync(CancellationToken cancellationToken)
    {
        for (var right = 0; right < ProbesInARow;)
        {
            var probe = Coupons("opening", probe: true);
            await AskAsync(probe, cancellationToken);
            await AnsweredAsync(cancellationToken);
            right = probe.AsExpected ? right + 1 : 0;
            if (probe.Outcome != "done")
            {
                return;
            }
        }
    }

    /// <summary>Customers ask as they are answered; one of them with a mistake, and one twice.</summary>
    private async Task WaveAsync(DemoWave wave, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(wave.Interval, time);
        var begin = time.GetTimestamp();
        var waiting = new List<Task>();
        for (var asked = 0; asked < wave.Requests && time.GetElapsedTime(begin) < wave.Length; asked++)
        {
            var request = _random.Below(10) == 0 ? Demand() : Coupons("near");
            await AskAsync(request, cancellationToken);
            waiting.Add(request.Answered);
            await tick.WaitForNextTickAsync(cancellationToken);
            await PlaceAsync(waiting, wave.AtOnce, cancellationToken);
        }

        await AskAsync(Mistake(), cancellationToken);
        if (customers.Requests.FirstOrDefault(r => r.Outcome == "done") is { } answered)
        {
            await customers.RepeatAsync(answered, cancellationToken);
        }
    }

    /// <summary>Waits until fewer than so many wait for an answer. One that never comes holds nobody up for longer than patience lasts.</summary>
    private async Task PlaceAsync(List<Task> waiting, int atOnce, CancellationToken cancellationToken)
    {
        waiting.RemoveAll(answered => answered.IsCompleted);
        if (waiting.Count >= atOnce)
        {
            await Task.WhenAny([.. waiting, Task.Delay(_pace.Patience, time, cancellationToken)]);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A coupon is taken: one record, so that every answer knows of it or does not. Until the last table has heard of it the answers from before are right as well, and requests on their way may get either.</summary>
    private async Task SellAsync(CancellationToken cancellationToken)
    {
        var after = new Dictionary<long, int>(_stocks[0]);
        var coupon = _data.Coupons[_random.Below(_data.Coupons.Count)];
        after[coupon.Id] = 0;
        _stocks = [after, _stocks[0]];
        foreach (var (request, p) in _coupons.Where(c => c.Request.Outcome is null))
        {
            request.AlsoRight(ExpectedCoupons.Compute(_data, p.Customer, p.Lat, p.Lon, p.RadiusKm, after));
        }

        var sold = new Stock(coupon.Id, 0);
        await customers.TellStockAsync(SampleData.StockTopic, [(sold.Key, sold.Value)], cancellationToken);
        screen.Say($"the coupon {coupon.Title} of {coupon.Merchant} is sold out");
    }

    private async Task AskAsync(DemoRequest request, CancellationToken cancellationToken) => await customers.SendAsync(request, cancellationToken);

    private DemoRequest Coupons(string prefix, bool probe = false)
    {
        var p = SampleRequests.Coupons(_data, _random);
        var request = new DemoRequest(
            Id(prefix),
            "coupons",
            new JsonObject { ["customer"] = p.Customer, ["lat"] = p.Lat, ["lon"] = p.Lon, ["radiusKm"] = p.RadiusKm },
            _stocks.Select(stock => ExpectedCoupons.Compute(_data, p.Customer, p.Lat, p.Lon, p.RadiusKm, stock)))
        {
            Probe = probe,
        };
        _coupons.Add((request, p));
        return request;
    }

    private DemoRequest Demand()
    {
        var p = SampleRequests.Demand(_random);
        return new DemoRequest(
            Id("demand"),
            "demand",
            new JsonObject { ["at"] = p.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), ["minutes"] = p.Minutes },
            ExpectedDemand.Compute(_data, p.At, p.Minutes));
    }

    private DemoRequest Mistake() => new(Id("mistake"), "coupons", new JsonObject { ["customer"] = "x", ["lat"] = 123 });

    private string Id(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{options.Seed}-{++_asked}");

    private async Task ScaleAsync(int replicas, CancellationToken cancellationToken)
    {
        await server.Api.PutAsync("v1/services/site/scale", ApiClient.Json(new JsonObject { ["replicas"] = replicas }), cancellationToken);
        await RunningAsync(replicas, cancellationToken);
        screen.Say($"the site runs {replicas} of {replicas}");
    }

    private Task RunningAsync(int replicas, CancellationToken cancellationToken) => UntilAsync(
        async () => (await server.Api.GetAsync("v1/services/site", cancellationToken)).Body?["running"]?.GetValue<int>() == replicas,
        $"the site runs {replicas} replicas",
        cancellationToken);

    private Task AnsweredAsync(CancellationToken cancellationToken) => UntilAsync(
        () => Task.FromResult(customers.Requests.All(r => r.Outcome is not null)),
        "every request is answered",
        cancellationToken,
        fail: false);

    private async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken, bool fail = true)
    {
        var start = time.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20), time);
        while (!await condition())
        {
            if (time.GetElapsedTime(start) > _pace.Patience)
            {
                if (fail)
                {
                    throw new TimeoutException($"Not within {_pace.Patience.TotalSeconds} s: {what}.");
                }

                // The judge counts what is missing as lost.
                return;
            }

            await tick.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task KeepAsync(DemoSummary summary, CancellationToken cancellationToken)
    {
        foreach (var line in summary.ToText().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            screen.Say(line);
        }

        screen.Say($"left running, with the broker {server.Kafka}: coscheduler --server {server.Address} role list; Ctrl-C ends it");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            screen.Say("ending");
        }
    }
}
