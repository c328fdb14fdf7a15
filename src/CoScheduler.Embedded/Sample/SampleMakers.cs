namespace CoScheduler.Embedded.Sample;

/// <summary>Makes each table of <see cref="SampleData"/> up.</summary>
internal static class SampleMakers
{
    private const int MerchantCount = 3_000;
    private const int CouponCount = 6_000;
    private const int CustomerCount = 4_000;
    private const int ReservationCount = 150_000;
    private const int ReservationDays = 35;

    // 2026-01-01 and 2026-10-19, midnight in UTC.
    private const long PurchasesFrom = 1_767_225_600;
    private const long ReservationsFrom = 1_792_368_000;
    private const int PurchaseDays = 320;

    private static readonly string[] _prefixes = ["Golden", "Old", "Little", "Blue", "Green", "Royal", "Happy", "Quiet"];
    private static readonly string[] _suffixes = ["Fox", "Garden", "Kitchen", "Corner", "Mill", "Star", "Bridge", "Table", "House"];
    private static readonly string[] _offers = ["Lunch", "Dinner", "Drinks", "Dessert", "For two", "All day"];

    public static Merchant[] Merchants(SplitMix64 random, IReadOnlyList<Place> places, IReadOnlyList<Place> towns)
    {
        var merchants = new Merchant[MerchantCount];
        for (var i = 0; i < merchants.Length; i++)
        {
            var place = random.Below(10) < 7 ? towns[random.Below(towns.Count)] : places[random.Below(places.Count)];
            var (lat, lon) = SampleTowns.Around(random, place);
            var name = $"{Pick(random, _prefixes)} {Pick(random, _suffixes)} {place.Name}";
            merchants[i] = new Merchant(i + 1, name, Pick(random, SampleData.Categories), random.Between(1, 3), place.District, lat, lon);
        }

        return merchants;
    }

    public static Coupon[] Coupons(SplitMix64 random, IReadOnlyList<Merchant> merchants)
    {
        var coupons = new Coupon[CouponCount];
        for (var i = 0; i < coupons.Length; i++)
        {
            var merchant = merchants[random.Below(merchants.Count)];
            var percent = 5 * random.Between(1, 10);
            coupons[i] = new Coupon(i + 1, merchant.Id, $"{Pick(random, _offers)}: {percent} % off", percent);
        }

        return coupons;
    }

    public static Customer[] Customers(SplitMix64 random, IReadOnlyList<Place> towns)
    {
        var customers = new Customer[CustomerCount];
        for (var i = 0; i < customers.Length; i++)
        {
            var (lat, lon) = SampleTowns.Around(random, towns[random.Below(towns.Count)]);
            customers[i] = new Customer(i + 1, random.Between(1, 3), lat, lon);
        }

        return customers;
    }

    public static List<Preference> Preferences(SplitMix64 random, IReadOnlyList<Customer> customers)
    {
        var preferences = new List<Preference>();
        foreach (var customer in customers)
        {
            foreach (var category in SampleData.Categories)
            {
                if (random.Below(4) == 0)
                {
                    preferences.Add(new Preference(customer.Id, category, random.Between(1, 5)));
                }
            }
        }

        return preferences;
    }

    public static List<Purchase> Purchases(SplitMix64 random, IReadOnlyList<Customer> customers, IReadOnlyList<Merchant> merchants)
    {
        var purchases = new List<Purchase>();
        foreach (var customer in customers)
        {
            var usual = Nearby(customer, merchants);
            for (var left = random.Between(10, 50); left > 0; left--)
            {
                var merchant = usual.Count > 0 && random.Below(5) > 0 ? Favourite(random, usual) : merchants[random.Below(merchants.Count)];
                var at = PurchasesFrom + (random.Below(PurchaseDays) * 86_400L) + random.Below(86_400);
                purchases.Add(new Purchase(purchases.Count + 1, customer.Id, merchant.Id, random.Between(300, 9_000), at));
            }
        }

        return purchases;
    }

    public static Reservation[] Reservations(SplitMix64 random, IReadOnlyList<Merchant> merchants)
    {
        var drawn = new (long At, Merchant Merchant, int Guests)[ReservationCount];
        for (var i = 0; i < drawn.Length; i++)
        {
            var at = ReservationsFrom + (random.Below(ReservationDays) * 86_400L) + SecondOfDay(random);
            drawn[i] = (at, merchants[random.Below(merchants.Count)], random.Between(1, 8));
        }

        // A stable sort: equal times keep the order in which they were drawn.
        return [.. drawn.OrderBy(d => d.At).Select((d, i) => new Reservation(i + 1, d.Merchant.Id, d.Merchant.District, d.Guests, d.At))];
    }

    // Lunch and dinner are made up between 9:30 and 12:30 and between 16:00 and 19:30, in UTC.
    private static int SecondOfDay(SplitMix64 random) => random.Below(10) switch
    {
        < 4 => random.Between(34_200, 44_999),
        < 8 => random.Between(57_600, 70_199),
        _ => random.Below(86_400),
    };

    // The earlier in the list, the more often: the lesser of two draws.
    private static Merchant Favourite(SplitMix64 random, List<Merchant> usual) => usual[Math.Min(random.Below(usual.Count), random.Below(usual.Count))];

    private static List<Merchant> Nearby(Customer customer, IReadOnlyList<Merchant> merchants) =>
        [.. merchants.Where(m => Math.Abs(m.LatE5 - customer.HomeLatE5) <= 2_000 && Math.Abs(m.LonE5 - customer.HomeLonE5) <= 3_000)];

    private static string Pick(SplitMix64 random, IReadOnlyList<string> list) => list[random.Below(list.Count)];
}
