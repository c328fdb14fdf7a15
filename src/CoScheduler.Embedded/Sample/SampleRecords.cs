namespace CoScheduler.Embedded.Sample;

/// <summary>A real place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LatE5">Its latitude in hundred-thousandths of a degree.</param>
/// <param name="LonE5">Its longitude in hundred-thousandths of a degree.</param>
/// <param name="District">The district that it lies in.</param>
public sealed record Place(string Name, int LatE5, int LonE5, int District);

/// <summary>A district.</summary>
/// <param name="Id">Its official number.</param>
/// <param name="Name">Its name.</param>
public sealed record District(int Id, string Name);

/// <summary>Somebody who takes coupons and reservations.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="Name">A name, not unique.</param>
/// <param name="Category">What it serves.</param>
/// <param name="PriceLevel">1 (cheap) to 3.</param>
/// <param name="District">Where it is.</param>
/// <param name="LatE5">Its latitude in hundred-thousandths of a degree.</param>
/// <param name="LonE5">Its longitude in hundred-thousandths of a degree.</param>
public sealed record Merchant(long Id, string Name, string Category, int PriceLevel, int District, int LatE5, int LonE5)
{
    /// <summary>Its latitude in degrees.</summary>
    public double Lat => LatE5 / 1e5;

    /// <summary>Its longitude in degrees.</summary>
    public double Lon => LonE5 / 1e5;
}

/// <summary>A coupon of a merchant.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="Merchant">Whose it is.</param>
/// <param name="Title">What it says.</param>
/// <param name="Percent">How much it takes off.</param>
public sealed record Coupon(long Id, long Merchant, string Title, int Percent);

/// <summary>A customer.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="PriceLevel">The price level that suits, 1 to 3.</param>
/// <param name="HomeLatE5">The home's latitude in hundred-thousandths of a degree.</param>
/// <param name="HomeLonE5">The home's longitude in hundred-thousandths of a degree.</param>
public sealed record Customer(long Id, int PriceLevel, int HomeLatE5, int HomeLonE5);

/// <summary>What a customer likes.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Category">What; at most once for each customer.</param>
/// <param name="Weight">How much, 1 to 5.</param>
public sealed record Preference(long Customer, string Category, int Weight);

/// <summary>A purchase.</summary>
/// <param name="Id">Counted from 1, in the order of customers.</param>
/// <param name="Customer">Who bought.</param>
/// <param name="Merchant">From whom.</param>
/// <param name="Cents">For how much.</param>
/// <param name="At">When, in seconds since 1970 in UTC.</param>
public readonly record struct Purchase(long Id, long Customer, long Merchant, int Cents, long At);

/// <summary>A reservation.</summary>
/// <param name="Id">Counted from 1, in the order of time.</param>
/// <param name="Merchant">Where.</param>
/// <param name="District">The merchant's district.</param>
/// <param name="Guests">For how many.</param>
/// <param name="At">When it was made, in seconds since 1970 in UTC.</param>
public readonly record struct Reservation(long Id, long Merchant, int District, int Guests, long At);

/// <summary>What is left of a coupon: a record of the topic <see cref="SampleData.StockTopic"/>.</summary>
/// <param name="Coupon">The coupon.</param>
/// <param name="Remaining">How many are left.</param>
public readonly record struct Stock(long Coupon, int Remaining)
{
    /// <summary>The record's key.</summary>
    public string Key => Coupon.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The record's value, a JSON object.</summary>
    public string Value => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"coupon\":{Coupon},\"remaining\":{Remaining}}}");
}
