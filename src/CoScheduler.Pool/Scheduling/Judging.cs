using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Says why each demand waits that does, and when to look at it again though nothing else happens.</summary>
internal static class Judging
{
    public static void Run(Deciding step)
    {
        foreach (var demand in step.State.Demands.Values.ToList())
        {
            var reason = demand.Waiting == 0 ? null : Reasons.Of(step.State, demand);
            var wakeAt = demand.Missing == 0 || step.State.GateUntil is not null || reason is { Never: true } ? null : WakeAt(step, demand);
            if (!Reason.IsSame(reason, demand.Reason) || wakeAt != demand.WakeAt)
            {
                step.Decide(new DemandJudged(demand.Framework, demand.Class, reason, wakeAt));
            }
        }
    }

    private static PoolTime? WakeAt(Deciding step, DemandEntry demand)
    {
        var state = step.State;
        PoolTime? next = Backoff.Holds(demand, step.Now) ? demand.BackedOffUntil : null;
        if (demand.Terms.Mode == DemandMode.Open && state.Frameworks.TryGetValue(demand.Framework.Value, out var framework))
        {
            next = Earlier(next, OfferFilters.FirstEnd(framework, demand.Terms.Role, step.Now));
        }

        if (demand.Terms.Mode != DemandMode.Spare && UnitOf(state, demand) is { } unit)
        {
            next = Earlier(next, Holds.NextChance(state, unit));
            next = Earlier(next, step.ReclaimsLeft <= 0 ? step.Now.Plus(Defaults.RoundInterval) : ReclaimRound.NextChance(step, unit));
        }

        return next;
    }

    /// <summary>The unit that a demand is the head of.</summary>
    private static Unit? UnitOf(PoolState state, DemandEntry demand)
    {
        var role = state.Roles.Find(demand.Terms.Role);
        if (role is null || demand.Terms.Gang is null)
        {
            return role is null ? null : new Unit(role, [demand]);
        }

        return Units.GangOf(state, demand) is { Count: > 0 } members && members[0] == demand ? new Unit(role, [.. members]) : null;
    }

    private static PoolTime? Earlier(PoolTime? a, PoolTime? b) => a is null ? b : b is null || a.Value.CompareTo(b.Value) <= 0 ? a : b;
}
