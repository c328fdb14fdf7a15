using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Says why each demand waits that does, and when to look at it again though nothing else happens.</summary>
internal static class Judging
{
    public static void Run(Deciding step)
    {
        Reasons? reasons = null;
        foreach (var demand in step.State.Waiting.TakeToJudge())
        {
            var reason = demand.Waiting == 0 ? null : (reasons ??= new Reasons(step.State)).Of(demand);
            var wakeAt = demand.Waiting == 0 || reason is { Never: true } ? null : WakeAt(step, demand);
            if (!Reason.IsSame(reason, demand.Reason) || wakeAt != demand.WakeAt)
            {
                step.Decide(new DemandJudged(demand.Framework, demand.Class, reason, wakeAt));
            }
        }
    }

    private static PoolTime? WakeAt(Deciding step, DemandEntry demand)
    {
        var state = step.State;
        if (state.GateUntil is not null || demand.Missing == 0)
        {
            return Ahead(Never.DeadlineOf(demand), step.Now);
        }

        PoolTime? next = Backoff.Holds(demand, step.Now) ? demand.BackedOffUntil : null;
        next = Earlier(next, Ahead(Never.DeadlineOf(demand), step.Now));
        if (demand.Terms.Mode == DemandMode.Open && state.Frameworks.TryGetValue(demand.Framework.Value, out var framework))
        {
            next = Earlier(next, framework.Filters.FirstEnd(demand.Terms.Role, step.Now));
        }

        if (demand.Terms.Mode != DemandMode.Spare && demand.Unit is { Role: not null } unit && unit.Head == demand)
        {
            next = Earlier(next, Holds.NextChance(state, unit));
            next = Earlier(next, step.ReclaimsLeft <= 0 ? step.Now.Plus(Defaults.RoundInterval) : ReclaimRound.NextChance(state, unit));
        }

        return next;
    }

    private static PoolTime? Ahead(PoolTime? at, PoolTime now) => at is { } time && time.CompareTo(now) > 0 ? at : null;

    private static PoolTime? Earlier(PoolTime? a, PoolTime? b) => a is null ? b : b is null || a.Value.CompareTo(b.Value) <= 0 ? a : b;
}
