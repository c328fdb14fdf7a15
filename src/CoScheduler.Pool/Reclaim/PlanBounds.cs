using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// Plans inside roles that are full: what is promised to them counts as used already, and so their roles are above their bounds until
/// those have left who must. Each plan has the room that its own victims leave.
/// </summary>
internal static class PlanBounds
{
    /// <summary>
    /// Whether bounds leave room for a plan to start. What is promised to younger plans doesn't count, of which there may always be
    /// more; nor does what older ones will have from victims of their own.
    /// </summary>
    public static bool Allow(PoolState state, PlanEntry plan)
    {
        foreach (var full in FullRoles(state, plan))
        {
            if (Awaited(state, plan, full).AnyPositive || full.CapBound.FirstAbove(UsedBefore(state, plan, full)) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// What a plan may keep on an agent now of what it still waits for there. While a role of it is above its bound it can't start: what
    /// its victims there will leave it, it need not take from others meanwhile. The plan remembers that role.
    /// </summary>
    public static ResourceVector KeepableNow(PoolState state, PlanEntry plan, AgentEntry agent, ResourceVector outstanding)
    {
        plan.LimitedBy = FullRoles(state, plan).FirstOrDefault();
        if (plan.LimitedBy is not { } full)
        {
            return outstanding;
        }

        // Of ports it may be particular ones that it waits for.
        var coming = state.Dimensions.VectorOf(Awaited(state, plan, full, agent)).With(ResourceVector.Ports, 0);
        return outstanding.Minus(coming);
    }

    /// <summary>Whether a plan may start, or keep more, though nothing changed where it has something: its roles may have room now.</summary>
    public static bool MayHaveRoom(PlanEntry plan) =>
        plan.Kind == PlanKind.Reclaim && (plan.Complete || (plan.LimitedBy is { } role && role.CapBound.FirstAbove(role.Usage) < 0));

    /// <summary>The roles of a plan that are above their bounds, those of its first item first.</summary>
    private static IEnumerable<RoleNode> FullRoles(PoolState state, PlanEntry plan) =>
        plan.Items.SelectMany(item => state.Roles[item.Role].Path).Where(role => role.CapBound.FirstAbove(role.Usage) >= 0);

    /// <summary>What a role uses without what is promised to younger plans, and to older ones by their own victims.</summary>
    private static Amounts UsedBefore(PoolState state, PlanEntry plan, RoleNode role)
    {
        var used = role.Usage.Copy();
        foreach (var other in state.Plans.Values.Where(other => other != plan))
        {
            var promised = Promised(state, other, role);
            if (promised is null)
            {
                continue;
            }

            var awaited = other.Id.Value > plan.Id.Value ? promised : Awaited(state, other, role);
            for (var slot = 0; slot < promised.Values.Length; slot++)
            {
                used[slot] -= Math.Min(promised[slot], awaited[slot]);
            }
        }

        return used;
    }

    /// <summary>What is promised to a plan inside a role; null if nothing is.</summary>
    private static Amounts? Promised(PoolState state, PlanEntry plan, RoleNode role)
    {
        Amounts? promised = null;
        foreach (var item in plan.Promised)
        {
            if (state.Roles[item.Role].IsInside(role))
            {
                (promised ??= new Amounts()).Add(state.Dimensions.NeedOf(item.Resources));
            }
        }

        return promised;
    }

    /// <summary>What those of its victims inside a role still take that are its own: an older plan that counts on them as well has them first.</summary>
    private static Amounts Awaited(PoolState state, PlanEntry plan, RoleNode role, AgentEntry? on = null)
    {
        var awaited = new Amounts();
        foreach (var victim in plan.Victims)
        {
            if (state.Allocations.Find(victim.Value) is { State: not AllocationState.Stuck } allocation
                && allocation.Lot.Role.IsInside(role)
                && (on is null || allocation.Home == on)
                && state.Plans.FirstToAwait(victim) == plan)
            {
                awaited.Add(allocation.Need);
            }
        }

        return awaited;
    }
}
