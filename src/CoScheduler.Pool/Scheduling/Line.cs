using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Where a demand stands in the line.</summary>
internal static class Line
{
    /// <summary>How many units are to be looked at before it; null if it is in no line.</summary>
    public static int? Before(PoolState state, DemandEntry demand)
    {
        var ranking = new Ranking(new Picture(state), state.Capacity, Units.Of(state, demand.Terms.Mode));
        for (var before = 0; ranking.Next() is { } unit; before++)
        {
            if (unit.Members.Contains(demand))
            {
                return before;
            }

            ranking.Remove(unit);
        }

        return null;
    }
}
