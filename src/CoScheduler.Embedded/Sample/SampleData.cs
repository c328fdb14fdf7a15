namespace CoScheduler.Embedded.Sample;

/// <summary>
/// The data of the analyses that come with the product: merchants, coupons, customers, purchases and reservations, made
/// up from a seed by integer arithmetic alone, on real places. The files in <c>jobs/data</c> hold <see cref="Default"/>.
/// </summary>
public sealed class SampleData
{
    /// <summary>The seed of the files in <c>jobs/data</c>.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>The topic that says what is left of each coupon: <see cref="Sample.Stock"/> records.</summary>
    public const string StockTopic = "coupon-stock";

    /// <summary>What merchants serve.</summary>
    public static readonly IReadOnlyList<string> Categories =
        ["bakery", "bar", "burger", "cafe", "chinese", "indian", "italian", "japanese", "regional", "seafood", "thai", "vegan"];

    private static readonly Lazy<SampleData> _default = new(() => new SampleData(DefaultSeed));

    private readonly ulong _seed;
    private readonly Dictionary<long, (int Start, int Count)> _purchasesOf = [];

    /// <summary>Makes the data up.</summary>
    /// <param name="seed">Equal seeds give equal data.</param>
    public SampleData(ulong seed)
    {
        _seed = seed;
        Places = SamplePlaces.ReadPlaces();
        Districts = SamplePlaces.ReadDistricts();
        var towns = SampleTowns.Find(Places);
        Merchants = SampleMakers.Merchants(Stream(1), Places, towns);
        Coupons = SampleMakers.Coupons(Stream(2), Merchants);
        Customers = SampleMakers.Customers(Stream(3), towns);
        Preferences = SampleMakers.Preferences(Stream(4), Customers);
        Purchases = SampleMakers.Purchases(Stream(5), Customers, Merchants);
        Reservations = SampleMakers.Reservations(Stream(6), Merchants);
        IndexPurchases();
    }

    /// <summary>The data of the files in <c>jobs/data</c>.</summary>
    public static SampleData Default => _default.Value;

    /// <summary>Real places.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>Their districts, by number.</summary>
    public IReadOnlyList<District> Districts { get; }

    /// <summary>Merchants, by id.</summary>
    public IReadOnlyList<Merchant> Merchants { get; }

    /// <summary>Coupons, by id.</summary>
    public IReadOnlyList<Coupon> Coupons { get; }

    /// <summary>Customers, by id.</summary>
    public IReadOnlyList<Customer> Customers { get; }

    /// <summary>Preferences, by customer and category.</summary>
    public IReadOnlyList<Preference> Preferences { get; }

    /// <summary>Purchases, by customer.</summary>
    public IReadOnlyList<Purchase> Purchases { get; }

    /// <summary>Reservations, by time.</summary>
    public IReadOnlyList<Reservation> Reservations { get; }

    /// <summary>What a customer bought.</summary>
    /// <param name="customer">Who.</param>
    /// <returns>The purchases; none of an unknown customer.</returns>
    public IEnumerable<Purchase> PurchasesOf(long customer) =>
        _purchasesOf.TryGetValue(customer, out var range) ? Purchases.Skip(range.Start).Take(range.Count) : [];

    /// <summary>What is left of each coupon when the story begins; one in eight has run out.</summary>
    /// <returns>A record for every coupon, in their order.</returns>
    public IReadOnlyList<Stock> InitialStock()
    {
        var random = Stream(7);
        return [.. Coupons.Select(coupon => new Stock(coupon.Id, random.Below(8) == 0 ? 0 : random.Between(1, 40)))];
    }

    // Each table has a stream of its own, so that a change to one leaves the others as they are.
    private SplitMix64 Stream(ulong table) => new(unchecked((_seed * 0x100000001B3UL) + table));

    private void IndexPurchases()
    {
        for (var i = 0; i < Purchases.Count;)
        {
            var start = i;
            var customer = Purchases[i].Customer;
            while (i < Purchases.Count && Purchases[i].Customer == customer)
            {
                i++;
            }

            _purchasesOf.Add(customer, (start, i - start));
        }
    }
}
