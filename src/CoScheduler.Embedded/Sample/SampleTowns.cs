namespace CoScheduler.Embedded.Sample;

/// <summary>The towns where most merchants and all customers are.</summary>
internal static class SampleTowns
{
    private static readonly string[] _names =
        ["Vienna", "Graz", "Linz", "Salzburg", "Innsbruck", "Klagenfurt am Wörthersee", "Villach", "Wels", "Sankt Pölten", "Dornbirn", "Steyr", "Bregenz"];

    public static IReadOnlyList<Place> Find(IReadOnlyList<Place> places) =>
        [.. _names.Select(name => places.First(place => place.Name == name))];

    /// <summary>A position in or around a place, within about 3 km.</summary>
    public static (int LatE5, int LonE5) Around(SplitMix64 random, Place place) =>
        (place.LatE5 + random.Between(-2_500, 2_500), place.LonE5 + random.Between(-3_500, 3_500));
}
