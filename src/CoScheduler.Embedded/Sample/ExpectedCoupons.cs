using System.Globalization;
using System.Text.Json.Nodes;

namespace CoScheduler.Embedded.Sample;

/// <summary>What <c>jobs/coupons.yaml</c> must answer, computed plainly from <see cref="SampleData"/>, without SQL.</summary>
public static class ExpectedCoupons
{
    private const int Limit = 20;
    private const double EarthDiameter = 12_742_000;

    /// <summary>The rows, in order, in the JSON form of contract.md section 3.</summary>
    /// <param name="data">The data.</param>
    /// <param name="customer">Who asks; an unknown one has no history.</param>
    /// <param name="lat">The position's latitude in degrees.</param>
    /// <param name="lon">The position's longitude in degrees.</param>
    /// <param name="radiusKm">How far a coupon may be, in kilometres.</param>
    /// <param name="stock">What is left of each coupon, by its id; one that isn't there has run out.</param>
    /// <returns>An array of objects; compare with <see cref="JsonNode.DeepEquals"/>.</returns>
    public static JsonArray Compute(SampleData data, long customer, double lat, double lon, double radiusKm, IReadOnlyDictionary<long, int> stock)
    {
        var taste = Taste.Of(data, customer);
        var rows = new List<Row>();
        foreach (var coupon in data.Coupons)
        {
            var merchant = data.Merchants[(int)coupon.Merchant - 1];
            var metres = Metres(lat, lon, merchant.Lat, merchant.Lon);
            if (metres <= radiusKm * 1000 && stock.TryGetValue(coupon.Id, out var remaining) && remaining > 0)
            {
                rows.Add(new Row(coupon, merchant, metres, remaining, taste.Score(coupon, merchant, metres)));
            }
        }

        var best = rows.OrderByDescending(r => r.Score).ThenBy(r => r.Metres).ThenBy(r => r.Coupon.Id).Take(Limit);
        return new JsonArray([.. best.Select(r => r.ToJson())]);
    }

    private static int Metres(double lat, double lon, double toLat, double toLon)
    {
        var a = Square(Math.Sin(Radians(toLat - lat) / 2))
            + (Math.Cos(Radians(lat)) * Math.Cos(Radians(toLat)) * Square(Math.Sin(Radians(toLon - lon) / 2)));
        return (int)Math.Floor((EarthDiameter * Math.Asin(Math.Sqrt(Math.Min(1, a)))) + 0.5);
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);

    private static double Square(double value) => value * value;

    private sealed record Row(Coupon Coupon, Merchant Merchant, int Metres, int Remaining, long Score)
    {
        public JsonObject ToJson() => new()
        {
            ["coupon"] = Coupon.Id.ToString(CultureInfo.InvariantCulture),
            ["title"] = Coupon.Title,
            ["merchant"] = Merchant.Name,
            ["category"] = Merchant.Category,
            ["percent"] = Coupon.Percent,
            ["metres"] = Metres,
            ["remaining"] = Remaining,
            ["score"] = Score.ToString(CultureInfo.InvariantCulture),
        };
    }

    private sealed record Taste(int PriceLevel, Dictionary<long, int> ByMerchant, Dictionary<string, int> ByCategory, Dictionary<string, int> Weights)
    {
        public static Taste Of(SampleData data, long customer)
        {
            var bought = data.PurchasesOf(customer).Select(p => data.Merchants[(int)p.Merchant - 1]).ToList();
            return new Taste(
                data.Customers.FirstOrDefault(c => c.Id == customer)?.PriceLevel ?? 3,
                bought.CountBy(m => m.Id).ToDictionary(),
                bought.CountBy(m => m.Category).ToDictionary(),
                data.Preferences.Where(p => p.Customer == customer).ToDictionary(p => p.Category, p => p.Weight));
        }

        public long Score(Coupon coupon, Merchant merchant, int metres) =>
            (coupon.Percent * 10)
            + (5 * Math.Min(ByMerchant.GetValueOrDefault(merchant.Id), 10))
            + (2 * Math.Min(ByCategory.GetValueOrDefault(merchant.Category), 20))
            + (20 * Weights.GetValueOrDefault(merchant.Category))
            - (metres / 20)
            - (merchant.PriceLevel > PriceLevel ? 60 : 0);
    }
}
