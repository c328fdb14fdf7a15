namespace CoScheduler.Pool.State;

internal static class DemandTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case DemandStated d:
                Set(state, d);
                break;
            case DemandJudged d:
                Judge(state, state.Demands[new DemandKey(d.Framework, d.Class)], d);
                break;
            case DemandBackedOff d:
                var demand = state.Demands[new DemandKey(d.Framework, d.Class)];
                (demand.BackedOffUntil, demand.Backoff) = (d.Until, d.Milliseconds);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    /// <summary>What a demand has has changed.</summary>
    public static void Adjust(PoolState state, DemandKey key, int allocated = 0, int offered = 0, int planned = 0)
    {
        if (!state.Demands.TryGetValue(key, out var demand))
        {
            return;
        }

        demand.Allocated += allocated;
        demand.Offered += offered;
        demand.Planned += planned;
        demand.Restamp(state.Now);
        state.Changes.Demands.Add(key);
        state.Changes.Shares = true;
        RemoveIfDone(state, demand);
    }

    /// <summary>Its framework no longer wants any of it: it goes when the last of it has gone.</summary>
    public static void Withdraw(PoolState state, DemandEntry demand)
    {
        demand.Target = 0;
        demand.Restamp(state.Now);
        state.Changes.Demands.Add(demand.Key);
        state.Changes.Shares = true;
        RemoveIfDone(state, demand);
    }

    private static void RemoveIfDone(PoolState state, DemandEntry demand)
    {
        if (demand is { Target: 0, Allocated: 0, Offered: 0, Planned: 0 })
        {
            state.Deadlines.Move(demand.Key, demand.WakeAt, null);
            state.Demands.Remove(demand.Key);
            state.Withdrawn.Put(demand.Key, demand.Version);
        }
    }

    private static void Set(PoolState state, DemandStated d)
    {
        var key = new DemandKey(d.Framework, d.Class);
        if (!state.Demands.TryGetValue(key, out var demand))
        {
            demand = new DemandEntry { Framework = d.Framework, Class = d.Class, Order = ++state.LastDemand, Terms = d.Terms };
            state.Demands.Add(key, demand);
        }

        if (!demand.Terms.Equals(d.Terms))
        {
            (demand.BackedOffUntil, demand.Backoff) = (null, 0);
        }

        (demand.Version, demand.Target, demand.Terms, demand.JudgedIn) = (d.Version, d.Target, d.Terms, -1);
        demand.Restamp(state.Now);
        state.Changes.Demands.Add(key);
        state.Changes.Shares = true;
        RemoveIfDone(state, demand);
    }

    private static void Judge(PoolState state, DemandEntry demand, DemandJudged d)
    {
        state.Deadlines.Move(demand.Key, demand.WakeAt, d.WakeAt);
        (demand.Reason, demand.WakeAt) = (d.Reason, d.WakeAt);
        state.Changes.Demands.Add(demand.Key);
    }
}
