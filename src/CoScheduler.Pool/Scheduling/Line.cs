using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Where a demand stands in the line.</summary>
internal static class Line
{
    /// <summary>How many units are to be looked at before it; null if it is in no line.</summary>
    public static int? Before(PoolState state, DemandEntry demand)
    {
        if (demand.Unit is not { Role: not null } sought)
        {
            return null;
        }

        var ranking = new Ranking(state.Roles.Root, state.Agents.Capacity, state.Waiting.Units(sought.Mode));
        for (var before = 0; ranking.Take() is { } unit; before++)
        {
            if (unit == sought)
            {
                return before;
            }
        }

        return null;
    }
}
