using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// Takes back what was asked and is no longer needed: a limit was raised again, a drain undone, an agent is as large as before, a plan
/// was dropped. A signal that has gone out can't be taken back, so the task may go all the same; but it is no longer killed for
/// staying. What a dropped plan asked for and was signalled goes on, for whoever waits counts on it.
/// </summary>
internal static class Relief
{
    /// <summary>Quotas changed.</summary>
    public static void OfLimits(Deciding step) => Run(step, step.State.Roles.All.SelectMany(role => role.OwnAllocations), ReclaimCause.Limit);

    /// <summary>An agent takes tasks again, or has more.</summary>
    public static void On(Deciding step, AgentEntry agent)
    {
        Run(step, agent.Allocations, ReclaimCause.Drain);
        Run(step, agent.Allocations, ReclaimCause.Deficit);
    }

    /// <summary>Plans ended whose victims were not all needed: those that were never seen running are let be.</summary>
    public static void OfPlans(Deciding step)
    {
        if (step.TakeLoose() is { Count: > 0 } loose)
        {
            OfVictims(step, loose);
        }
    }

    private static void OfVictims(Deciding step, IReadOnlyList<AllocationId> loose)
    {
        var unseen = loose.Select(id => step.State.Allocations.Find(id.Value)).OfType<AllocationEntry>().Where(victim => victim.Started is null).Distinct().ToList();
        Run(step, unseen, ReclaimCause.Guarantee);
        Run(step, unseen, ReclaimCause.Share);
        Run(step, unseen, ReclaimCause.Priority);
    }

    /// <summary>Whoever was to be asked last comes first; a gang's minimum is let be whole or not at all.</summary>
    private static void Run(Deciding step, IEnumerable<AllocationEntry> among, ReclaimCause cause)
    {
        var asked = among.Where(allocation => allocation.State == AllocationState.Reclaiming && allocation.Cause == cause).ToList();
        if (asked.Count == 0)
        {
            return;
        }

        var units = asked
            .GroupBy(allocation => allocation.Lot.IsMinimum ? (allocation.Framework, allocation.Gang, 0L) : (allocation.Framework, null, allocation.Id.Value))
            .Select(members => new Victim(members.First().Lot.Role, [.. members.OrderBy(member => member.Id.Value)], VictimOrder.OverByWeight(step.State, members.First().Lot.Role)))
            .OrderDescending(VictimOrder.Instance);
        foreach (var unit in units)
        {
            if (MayStay(step.State, unit))
            {
                Array.ForEach([.. unit.Members], member => step.Decide(new ReclaimWithdrawn(member.Id)));
            }
        }
    }

    private static bool MayStay(PoolState state, Victim unit)
    {
        foreach (var member in unit.Members)
        {
            if (!IsWelcome(state, member) || !HasRoom(member.Home, unit) || !IsWithinLimits(member, unit))
            {
                return false;
            }
        }

        return !unit.Members[0].Lot.IsMinimum || IsWhole(state, unit);
    }

    /// <summary>A gang of which others go, for another cause, is of no use.</summary>
    private static bool IsWhole(PoolState state, Victim unit)
    {
        var (framework, gang) = (unit.Members[0].Framework, unit.Members[0].Gang);
        return state.Roles.All
            .SelectMany(role => role.Own)
            .Where(lot => lot.IsMinimum && lot.Key.Framework == framework && lot.Gang == gang)
            .SelectMany(lot => lot.Allocations)
            .All(allocation => !allocation.Leaving || unit.Members.Contains(allocation));
    }

    /// <summary>Nobody counts on its going.</summary>
    private static bool IsWelcome(PoolState state, AllocationEntry allocation) =>
        allocation.Home is { Draining: false } home
        && state.Frameworks.ContainsKey(allocation.Framework.Value)
        && !home.Plans.Exists(plan => plan.Kind == PlanKind.Reclaim && plan.Victims.Contains(allocation.Id));

    private static bool HasRoom(AgentEntry agent, Victim unit)
    {
        for (var slot = 0; slot < agent.Room.Values.Length; slot++)
        {
            var staying = unit.Members.Where(member => member.Home == agent).Sum(member => member.Need[slot] - (member.Reserved?[slot] ?? 0));
            if (staying > 0 && agent.Room[slot] + agent.Leaving[slot] - agent.Outstanding[slot] < staying)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWithinLimits(AllocationEntry allocation, Victim unit)
    {
        foreach (var role in allocation.Lot.Role.Path)
        {
            foreach (var slot in role.CapBound.Slots)
            {
                var staying = unit.Members.Where(member => member.Lot.Role.IsInside(role)).Sum(member => member.Need[slot]);
                if (staying > 0 && role.CapBound[slot] != ResourceVector.Unlimited && role.Usage[slot] - role.GoingAway[slot] > role.CapBound[slot] - staying)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
