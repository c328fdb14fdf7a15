namespace CoScheduler.Embedded.Sample;

/// <summary>Parameters for the analyses in <c>jobs</c> that have something to answer.</summary>
public static class SampleRequests
{
    // 2026-11-16, midnight in UTC: the last week that reservations are known of.
    private const long LastWeek = 1_794_787_200;

    /// <summary>Parameters of <c>coupons</c>: a customer somewhere near home.</summary>
    /// <param name="data">Whose customers.</param>
    /// <param name="random">Draws them.</param>
    /// <returns>The parameters.</returns>
    public static CouponsRequest Coupons(SampleData data, SplitMix64 random)
    {
        var customer = data.Customers[random.Below(data.Customers.Count)];
        var lat = (customer.HomeLatE5 + random.Between(-1_000, 1_000)) / 1e5;
        var lon = (customer.HomeLonE5 + random.Between(-1_500, 1_500)) / 1e5;
        return new CouponsRequest(customer.Id, lat, lon, random.Between(5, 50) / 10.0);
    }

    /// <summary>Parameters of <c>demand</c>: a time of the last week that is known, and up to two hours before it.</summary>
    /// <param name="random">Draws them.</param>
    /// <returns>The parameters.</returns>
    public static DemandRequest Demand(SplitMix64 random) =>
        new(DateTimeOffset.FromUnixTimeSeconds(LastWeek + random.Below(7 * 86_400)), random.Between(5, 120));
}

/// <summary>Parameters of <c>coupons</c>.</summary>
/// <param name="Customer">Who asks.</param>
/// <param name="Lat">The position's latitude in degrees.</param>
/// <param name="Lon">The position's longitude in degrees.</param>
/// <param name="RadiusKm">How far a coupon may be, in kilometres.</param>
public sealed record CouponsRequest(long Customer, double Lat, double Lon, double RadiusKm);

/// <summary>Parameters of <c>demand</c>.</summary>
/// <param name="At">The end of the minutes looked at.</param>
/// <param name="Minutes">How many minutes.</param>
public sealed record DemandRequest(DateTimeOffset At, int Minutes);
