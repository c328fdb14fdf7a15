using System.Globalization;
using System.Text.Json.Nodes;
using CoScheduler.Embedded.Sample;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>A request, what it must be answered, and what came back, in the order of its partition.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Analysis">What it asks for.</param>
/// <param name="Data">Its parameters.</param>
/// <param name="Expected">The rows.</param>
internal sealed record LoadRequest(string Id, string Analysis, JsonObject Data, JsonArray Expected)
{
    private readonly List<LoadEvent> _events = [];

    /// <summary>What came back so far.</summary>
    public IReadOnlyList<LoadEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public bool Ended => Events.Any(e => e.Ends || e.Refuses);

    public static LoadRequest Coupons(string id, SampleData data, SplitMix64 random, IReadOnlyDictionary<long, int> stock)
    {
        var p = SampleRequests.Coupons(data, random);
        return new LoadRequest(
            id,
            "coupons",
            new JsonObject { ["customer"] = p.Customer, ["lat"] = p.Lat, ["lon"] = p.Lon, ["radiusKm"] = p.RadiusKm },
            ExpectedCoupons.Compute(data, p.Customer, p.Lat, p.Lon, p.RadiusKm, stock));
    }

    public static LoadRequest Demand(string id, SampleData data, SplitMix64 random)
    {
        var p = SampleRequests.Demand(random);
        return new LoadRequest(
            id,
            "demand",
            new JsonObject { ["at"] = p.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), ["minutes"] = p.Minutes },
            ExpectedDemand.Compute(data, p.At, p.Minutes));
    }

    public void Take(LoadEvent reply)
    {
        lock (_events)
        {
            _events.Add(reply);
        }
    }
}
