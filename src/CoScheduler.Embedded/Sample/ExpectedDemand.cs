using System.Globalization;
using System.Text.Json.Nodes;

namespace CoScheduler.Embedded.Sample;

/// <summary>What <c>jobs/demand.yaml</c> must answer, computed plainly from <see cref="SampleData"/>, without SQL.</summary>
public static class ExpectedDemand
{
    private const int Weeks = 4;

    /// <summary>The rows, in order, in the JSON form of contract.md section 3.</summary>
    /// <param name="data">The data.</param>
    /// <param name="at">The end of the minutes looked at, included.</param>
    /// <param name="minutes">How many minutes.</param>
    /// <returns>An array of objects; compare with <see cref="JsonNode.DeepEquals"/>.</returns>
    public static JsonArray Compute(SampleData data, DateTimeOffset at, int minutes)
    {
        var now = new Dictionary<int, long>();
        var earlier = new Dictionary<int, long>();
        for (var week = 0; week <= Weeks; week++)
        {
            var end = at.AddDays(-7 * week).UtcTicks;
            var start = end - (minutes * TimeSpan.TicksPerMinute);
            Count(data, start, end, week == 0 ? now : earlier);
        }

        var rows = data.Districts
            .Select(d => (District: d, Now: now.GetValueOrDefault(d.Id), Earlier: earlier.GetValueOrDefault(d.Id)))
            .Where(r => r.Now + r.Earlier > 0)
            .OrderByDescending(r => (r.Now * Weeks) - r.Earlier)
            .ThenBy(r => r.District.Id);
        return new JsonArray([.. rows.Select(r => ToJson(r.District, r.Now, r.Earlier))]);
    }

    // Later than the start, and at the end at the latest.
    private static void Count(SampleData data, long startTicks, long endTicks, Dictionary<int, long> counts)
    {
        foreach (var reservation in data.Reservations)
        {
            var made = DateTime.UnixEpoch.Ticks + (reservation.At * TimeSpan.TicksPerSecond);
            if (made > startTicks && made <= endTicks)
            {
                counts[reservation.District] = counts.GetValueOrDefault(reservation.District) + 1;
            }
        }
    }

    private static JsonObject ToJson(District district, long now, long earlier) => new()
    {
        ["district"] = district.Id,
        ["name"] = district.Name,
        ["reservations"] = now.ToString(CultureInfo.InvariantCulture),
        ["usual"] = (earlier / (decimal)Weeks).ToString("F2", CultureInfo.InvariantCulture),
        ["percent"] = earlier == 0 ? null : JsonValue.Create((int)Math.Floor(100.0 * Weeks * now / earlier)),
    };
}
