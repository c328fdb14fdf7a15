using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool;

/// <summary>What always holds (pool.md section 9).</summary>
internal static class Invariants
{
    /// <summary>Counts everything anew and compares.</summary>
    /// <returns>What does not hold; nothing if all does.</returns>
    public static IReadOnlyList<string> Check(ResourcePool pool)
    {
        var state = pool.State;
        return [.. state.Agents.Values.SelectMany(agent => Check(state, agent)), .. state.Roles.Root.Subtree.SelectMany(role => Check(state, role)), .. Demands(state), .. Deadlines(pool)];
    }

    private static IEnumerable<string> Check(PoolState state, AgentEntry agent)
    {
        var allocations = state.Allocations.Values.Where(a => a.Agent == agent.Id).ToList();
        var offers = state.Offers.Values.Where(o => o.Agent == agent.Id).ToList();
        var held = state.Plans.Values.Aggregate(ResourceVector.Empty, (sum, plan) => sum.Plus(plan.HeldOn(agent.Id)));
        var allocated = allocations.Aggregate(ResourceVector.Empty, (sum, a) => sum.Plus(a.Resources));
        var offered = offers.Aggregate(ResourceVector.Empty, (sum, o) => sum.Plus(o.Resources));
        if (!allocated.Equals(agent.Allocated) || !offered.Equals(agent.Offered) || !held.Equals(agent.Held))
        {
            yield return $"Agent {agent.Id} counts {agent.Allocated} allocated, {agent.Offered} offered, {agent.Held} held, and has {allocated}, {offered}, {held}.";
        }

        var all = agent.Free.Plus(agent.Offered).Plus(agent.Held).Plus(agent.Allocated).Minus(agent.Deficit);
        if (!all.Equals(agent.Total.Plus(ResourceVector.Empty)))
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

        if (offers.GroupBy(o => o.Framework).Any(group => group.Count() > 1 && group.Count(o => !o.AfterReclaim) > 1))
        {
            yield return $"Agent {agent.Id} is offered twice to one framework.";
        }
    }

    private static IEnumerable<string> Check(PoolState state, RoleNode role)
    {
        bool IsInside(RoleName name) => state.Roles[name].Path.Contains(role);

        var allocations = state.Allocations.Values.Where(a => a.CountsForRole && IsInside(a.Role)).ToList();
        var amounts = allocations.Select(a => a.Counted)
            .Concat(state.Offers.Values.Where(o => IsInside(o.Role)).Select(o => o.Resources.Counted()))
            .Concat(state.Plans.Values.SelectMany(p => p.Promised).Where(i => IsInside(i.Role)).Select(i => i.Resources.Counted()));
        var used = amounts.Aggregate(ResourceVector.Empty, (sum, amount) => sum.Plus(amount));
        var leaving = allocations.Where(a => a.Leaving).Aggregate(ResourceVector.Empty, (sum, a) => sum.Plus(a.Counted));
        if (!used.Equals(role.Used) || !leaving.Equals(role.Leaving))
        {
            yield return $"Role '{role.Name}' counts {role.Used} used and {role.Leaving} leaving, and has {used} and {leaving}.";
        }

        if (used.Minus(leaving).FirstAbove(role.Cap) is { } resource)
        {
            yield return $"Role '{role.Name}' uses {used}, of which {leaving} is leaving, and may have {role.Cap}: too much {resource}.";
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

    private static IEnumerable<string> Deadlines(ResourcePool pool)
    {
        if (pool.NextDeadline is { } next && next.CompareTo(pool.State.Now) <= 0)
        {
            yield return $"A deadline at {next.Milliseconds} is not in the future at {pool.State.Now.Milliseconds}.";
        }
    }
}
