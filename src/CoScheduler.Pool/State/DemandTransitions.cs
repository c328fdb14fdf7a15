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
                (demand.BackedOffUntil, demand.Backoff) = (d.Milliseconds == 0 ? null : d.Until, d.Milliseconds);
                state.Waiting.Judge(demand);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    /// <summary>What a demand has has changed.</summary>
    public static void Adjust(PoolState state, DemandKey key, int allocated = 0, int offered = 0, int planned = 0)
    {
        if (state.Demands.TryGetValue(key, out var demand))
        {
            Adjust(state, demand, allocated, offered, planned);
        }
    }

    /// <summary>What a demand has has changed.</summary>
    public static void Adjust(PoolState state, DemandEntry demand, int allocated = 0, int offered = 0, int planned = 0)
    {
        demand.Allocated += allocated;
        demand.Offered += offered;
        demand.Planned += planned;
        demand.Restamp(state.Now);
        Touch(state, demand, served: allocated >= 0 && offered >= 0 && planned >= 0);
        RemoveIfDone(state, demand);
    }

    /// <summary>Its framework no longer wants any of it: it goes when the last of it has gone.</summary>
    public static void Withdraw(PoolState state, DemandEntry demand)
    {
        demand.Target = 0;
        demand.Restamp(state.Now);
        Touch(state, demand);
        RemoveIfDone(state, demand);
    }

    /// <summary>Puts a demand among those of its role, and into its gang.</summary>
    public static void Enter(PoolState state, DemandEntry demand)
    {
        state.Roles.Find(demand.Terms.Role)?.Shares.Demands.Add(demand);
        state.Waiting.Join(demand);
    }

    private static void Leave(PoolState state, DemandEntry demand)
    {
        state.Roles.Find(demand.Terms.Role)?.Shares.Demands.Remove(demand);
        state.Waiting.Part(demand);
        MarkShares(state, demand);
    }

    private static void RemoveIfDone(PoolState state, DemandEntry demand)
    {
        if (demand is not { Target: 0, Allocated: 0, Offered: 0, Planned: 0, Removed: false })
        {
            return;
        }

        Leave(state, demand);
        demand.Removed = true;
        state.Hosts.Remove(demand);
        state.Deadlines.Move(demand.Key, demand.WakeAt, null);
        state.Demands.Remove(demand);
        if (!state.Frameworks.ContainsKey(demand.Framework.Value))
        {
            state.Demands.Forget(demand.Framework);
        }

        state.Withdrawn.Put(demand.Key, demand.Version);
        if (demand.Lot is { Allocations.Count: 0 } lot)
        {
            state.Lots.Remove(lot.Number);
        }
    }

    private static void Set(PoolState state, DemandStated d)
    {
        var key = new DemandKey(d.Framework, d.Class);
        if (!state.Demands.TryGetValue(key, out var demand))
        {
            demand = new DemandEntry(key, ++state.LastDemand) { Terms = d.Terms, Need = state.Dimensions.NeedOf(d.Terms.Shape) };
            state.Demands.Add(demand);
            Enter(state, demand);
        }
        else if (!demand.Terms.Equals(d.Terms))
        {
            Leave(state, demand);
            (demand.BackedOffUntil, demand.Backoff, demand.HoldFrom, demand.LastPlace) = (null, 0, null, null);
            (demand.Terms, demand.Need) = (d.Terms, state.Dimensions.NeedOf(d.Terms.Shape));
            if (demand.Lot is { Allocations.Count: 0 } empty)
            {
                state.Lots.Remove(empty.Number);
            }
            else if (demand.Lot is { } older)
            {
                demand.AddOlder(older);
            }

            demand.Lot = null;
            Enter(state, demand);
        }

        (demand.Version, demand.Target, demand.JudgedIn) = (d.Version, d.Target, -1);
        demand.Since = d.Terms.StartWithinMilliseconds is null ? demand.Since : null;
        demand.Restamp(state.Now);
        Touch(state, demand);
        if (demand.Unit is { IsGang: true } gang)
        {
            // Whether a gang is whole depends on all of it.
            foreach (var member in gang.Classes)
            {
                member.JudgedIn = -1;
                Touch(state, member);
            }
        }

        RemoveIfDone(state, demand);
    }

    private static void Judge(PoolState state, DemandEntry demand, DemandJudged d)
    {
        state.Deadlines.Move(demand.Key, demand.WakeAt, d.WakeAt);
        if (demand.Reason is { Never: true } != d.Reason is { Never: true })
        {
            MarkShares(state, demand);
        }

        (demand.Reason, demand.WakeAt, demand.View) = (d.Reason, d.WakeAt, null);
        state.Changes.Demands = true;
    }

    private static void Touch(PoolState state, DemandEntry demand, bool served = false)
    {
        demand.View = null;
        if (served)
        {
            state.Waiting.StirServed(demand);
        }
        else
        {
            state.Waiting.Stir(demand);
        }

        (state.Changes.Demands, state.Changes.Shares) = (true, true);
        MarkShares(state, demand);
    }

    private static void MarkShares(PoolState state, DemandEntry demand) => state.Roles.Find(demand.Terms.Role)?.MarkSharesStale();
}
