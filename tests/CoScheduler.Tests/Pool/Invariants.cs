using CoScheduler.Pool;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Tests.Pool;

/// <summary>What always holds (pool.md section 9).</summary>
internal static class Invariants
{
    /// <summary>Counts everything anew and compares.</summary>
    /// <returns>What does not hold; nothing if all does.</returns>
    public static IReadOnlyList<string> Check(ResourcePool pool)
    {
        var state = pool.State;
        return
        [
            .. state.Agents.Values.SelectMany(agent => Check(state, agent)),
            .. Sums(state),
            .. state.Roles.Root.Subtree.SelectMany(role => Check(state, role)),
            .. Demands(state),
            .. Shares(state),
            .. Deadlines(pool),
            .. BookInvariants.Check(state),
        ];
    }

    private static IEnumerable<string> Check(PoolState state, AgentEntry agent)
    {
        var allocations = state.Allocations.Values.Where(a => a.Home == agent).ToList();
        var offers = state.Offers.Values.Where(o => o.Agent == agent.Id).ToList();
        var held = Sum(state.Plans.Values.Select(plan => plan.HeldOn(agent.Id)));
        var outstanding = Sum(state.Plans.Values.Where(plan => plan.Kind == PlanKind.Reclaim).Select(plan => plan.Outstanding(agent.Id).Counted()));
        var allocated = Sum(allocations.Select(a => a.Resources));
        var offered = Sum(offers.Select(o => o.Resources));
        var leaving = Sum(allocations.Where(a => a.ComesFree).Select(a => a.Counted.Minus(a.Reserved?.Vector ?? ResourceVector.Empty)));
        if (!allocated.Equals(agent.Allocated) || !offered.Equals(agent.Offered) || !held.Equals(agent.Held))
        {
            yield return $"Agent {agent.Id} counts {agent.Allocated} allocated, {agent.Offered} offered, {agent.Held} held, and has {allocated}, {offered}, {held}.";
        }

        if (!leaving.Equals(state.Dimensions.VectorOf(agent.Leaving)) || !outstanding.Equals(state.Dimensions.VectorOf(agent.Outstanding)))
        {
            yield return $"Agent {agent.Id} counts {state.Dimensions.VectorOf(agent.Leaving)} leaving and {state.Dimensions.VectorOf(agent.Outstanding)} outstanding, and has {leaving} and {outstanding}.";
        }

        if (!agent.Allocations.Select(a => a.Id).SequenceEqual(allocations.Select(a => a.Id)))
        {
            yield return $"Agent {agent.Id} lists other allocations than it has.";
        }

        var reserved = Sum(agent.Reservations.Values.Select(reservation => state.Dimensions.VectorOf(reservation.Unused)));
        var all = agent.Free.Counted().Plus(offered.Counted()).Plus(held.Counted()).Plus(allocated.Counted()).Plus(reserved).Plus(agent.Foreign.Counted()).Minus(agent.Deficit);
        if (!all.Equals(agent.Total.Counted().Plus(ResourceVector.Empty)))
        {
            yield return $"Agent {agent.Id} has {agent.Total}, and its parts are {all}.";
        }

        if (allocated.Counted()[ResourceVector.Ports] != allocations.Sum(a => a.Resources[ResourceVector.Ports]))
        {
            yield return $"Agent {agent.Id} gave a port to two.";
        }

        if (agent.Presence == Presence.Lost && allocations.Count + offers.Count > 0)
        {
            yield return $"Agent {agent.Id} is lost and holds something.";
        }

        if (offers.Where(o => !o.AfterReclaim).GroupBy(o => o.Framework).Any(group => group.Select(o => o.Set ?? o.Id).Distinct().Count() > 1))
        {
            yield return $"Agent {agent.Id} is offered twice to one framework.";
        }
    }

    private static IEnumerable<string> Sums(PoolState state)
    {
        Amounts free = new(), capacity = new();
        foreach (var agent in state.Agents.InOrder)
        {
            if (agent.Schedulable)
            {
                free.Add(state.Dimensions.NeedOf(agent.Free.Counted()));
                capacity.Add(state.Dimensions.NeedOf(agent.Total.Minus(agent.Foreign).Counted()));
            }
            else if (agent.Presence != Presence.Lost)
            {
                capacity.Add(state.Dimensions.NeedOf(agent.Allocated.Counted()));
            }
        }

        if (!Same(free, state.Agents.FreeSum) || !Same(capacity, state.Agents.Capacity))
        {
            yield return $"The agents have {state.Dimensions.VectorOf(free)} free of {state.Dimensions.VectorOf(capacity)}, and count {state.Dimensions.VectorOf(state.Agents.FreeSum)} of {state.Capacity}.";
        }
    }

    private static IEnumerable<string> Check(PoolState state, RoleNode role)
    {
        bool IsInside(RoleName name) => state.Roles[name].IsInside(role);

        var allocations = state.Allocations.Values.Where(a => a.CountsForRole && IsInside(a.Role)).ToList();
        var used = Sum(allocations.Select(a => a.Counted)
            .Concat(state.Offers.Values.Where(o => IsInside(o.Role)).Select(o => o.Resources.Counted()))
            .Concat(state.Plans.Values.SelectMany(p => p.Promised).Where(i => IsInside(i.Role)).Select(i => i.Resources.Counted())));
        var leaving = Sum(allocations.Where(a => a.Leaving).Select(a => a.Counted));
        if (!used.Equals(role.Used) || !leaving.Equals(role.Leaving))
        {
            yield return $"Role '{role.Name}' counts {role.Used} used and {role.Leaving} leaving, and has {used} and {leaving}.";
        }

        var spares = Sum(allocations.Where(a => a.Mode == DemandMode.Spare).Select(a => a.Counted));
        if (!spares.Equals(state.Dimensions.VectorOf(role.SpareUse ?? new Amounts())))
        {
            yield return $"Role '{role.Name}' counts {state.Dimensions.VectorOf(role.SpareUse!)} used by spares, and has {spares}.";
        }

        if (used.Minus(leaving).FirstAbove(role.Cap) is { } resource)
        {
            yield return $"Role '{role.Name}' uses {used}, of which {leaving} is leaving, and may have {role.Cap}: too much {resource}.";
        }

        var applications = state.Lots.Values
            .Where(lot => lot.Allocations.Count > 0 && lot.Mode == DemandMode.Firm && IsInside(lot.RoleName))
            .Select(lot => (lot.Key.Framework, lot.Gang ?? lot.Key.Class.Value, lot.Gang is null))
            .Distinct()
            .Count();
        if (role.Quota.MaxRunning is not null && applications != role.Applications.Count)
        {
            yield return $"Role '{role.Name}' counts {role.Applications.Count} applications, and has {applications}.";
        }
    }

    private static IEnumerable<string> Demands(PoolState state)
    {
        foreach (var demand in state.Demands.Values)
        {
            var allocated = state.Allocations.Values.Count(a => a.CountsForRole && a.Demand == demand.Key);
            var offered = state.Offers.Values.Where(o => o.Demand == demand.Key).Sum(o => o.Units);
            var planned = state.Plans.Values.SelectMany(p => p.Promised).Count(i => new DemandKey(i.Framework, i.Class) == demand.Key);
            if (allocated != demand.Allocated || offered != demand.Offered || planned != demand.Planned)
            {
                yield return $"Demand {demand.Key} counts {demand.Allocated}, {demand.Offered}, {demand.Planned}, and has {allocated}, {offered}, {planned}.";
            }

            if ((demand.Waiting > 0) != (demand.Reason is not null))
            {
                yield return $"Demand {demand.Key} waits for {demand.Waiting}, and its reason is {demand.Reason?.Name ?? "none"}.";
            }
        }
    }

    /// <summary>The roots' shares are all of the capacity where enough is wanted, and never more.</summary>
    private static IEnumerable<string> Shares(PoolState state)
    {
        var shares = FairShares.Of(state);
        foreach (var role in state.Roles.Root.Subtree.Where(role => role.Children.Length > 0))
        {
            var below = new Amounts();
            foreach (var child in role.Children)
            {
                below.Add(shares.Of(child));
            }

            for (var slot = 0; slot < below.Values.Length; slot++)
            {
                if (below[slot] > Math.Max(0, shares.Of(role)[slot]))
                {
                    yield return $"Below role '{role.Name}' {below[slot]} {state.Dimensions.NameOf(slot)} is due, and it is due {shares.Of(role)[slot]}.";
                }
            }
        }
    }

    private static IEnumerable<string> Deadlines(ResourcePool pool)
    {
        if (pool.NextDeadline is { } next && next.CompareTo(pool.State.Now) <= 0)
        {
            yield return $"A deadline at {next.Milliseconds} is not in the future at {pool.State.Now.Milliseconds}.";
        }
    }

    private static ResourceVector Sum(IEnumerable<ResourceVector> amounts) => amounts.Aggregate(ResourceVector.Empty, (sum, amount) => sum.Plus(amount));

    private static bool Same(Amounts a, Amounts b)
    {
        for (var slot = 0; slot < Math.Max(a.Values.Length, b.Values.Length); slot++)
        {
            if (a[slot] != b[slot])
            {
                return false;
            }
        }

        return true;
    }
}
