using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Why a demand waits: the first of the closed list of pool.md section 8 that is true.</summary>
internal static class Reasons
{
    public static PendingReason Of(PoolState state, DemandEntry demand) =>
        Never.Judge(state, demand) ?? OfTheMoment(state, demand) ?? OfBounds(state, demand) ?? OfCapacity(state, demand);

    private static PendingReason? OfTheMoment(PoolState state, DemandEntry demand)
    {
        if (state.GateUntil is { } gate)
        {
            return Reason.Of(ReasonCode.RestartGate, "The master restarted and waits for its agents to come back.") with { Until = gate };
        }

        if (demand.Terms.Mode == DemandMode.Open && OfOffers(state, demand) is { } reason)
        {
            return reason;
        }

        if (demand.Planned > 0 && demand.Missing == 0)
        {
            return OfPlan(state, demand);
        }

        if (demand.Terms.Gang is not null && Units.GangOf(state, demand) is null)
        {
            return Reason.Of(ReasonCode.WaitingForGang, $"Not all {demand.Terms.GangClasses} classes of gang '{demand.Terms.Gang}' are stated, or one of them can't be met.", ("classes", demand.Terms.GangClasses));
        }

        return null;
    }

    private static PendingReason? OfOffers(PoolState state, DemandEntry demand)
    {
        if (!state.Frameworks.TryGetValue(demand.Framework.Value, out var framework) || framework.IsSuppressed(demand.Terms.Role))
        {
            return Reason.Of(ReasonCode.Suppressed, $"Framework '{demand.Framework}' wants no offers until it revives them.");
        }

        var offer = state.Offers.Values.FirstOrDefault(offer => offer.Demand == demand.Key);
        if (offer is not null)
        {
            return Reason.Of(ReasonCode.AwaitingAnswer, $"Framework '{demand.Framework}' has an offer that it has not answered.", ("offered", demand.Offered)) with { Until = offer.Deadline };
        }

        return OfferFilters.FirstEnd(framework, demand.Terms.Role, state.Now) is { } until && (demand.Terms.Shape.IsZero || WouldFit(state, demand))
            ? Reason.Of(ReasonCode.BackingOff, $"Framework '{demand.Framework}' declined what there is.") with { Until = until }
            : null;
    }

    private static PendingReason OfPlan(PoolState state, DemandEntry demand)
    {
        var plan = state.Plans.Values.First(plan => plan.Kind == PlanKind.Reclaim && plan.IsFor(demand.Key));
        var leaving = plan.Victims.Select(id => state.Allocations.GetValueOrDefault(id.Value)).OfType<AllocationEntry>().ToList();
        PoolTime? until = leaving.Count == 0 ? null : leaving.Max(victim => victim.Deadline);
        return Reason.Of(ReasonCode.WaitingForReclaim, $"What it needs has been asked back from {leaving.Count} others.", ("victims", leaving.Count)) with
        {
            Until = until,
            BlockedBy = [.. leaving.Select(victim => new Blocker("task", victim.Task?.Value ?? victim.Id.ToString(), victim.Role, victim.Counted))],
        };
    }

    private static PendingReason? OfBounds(PoolState state, DemandEntry demand)
    {
        var role = state.Roles[demand.Terms.Role];
        var amount = demand.Terms.Shape.Counted();
        if (Admission.Check(new Picture(state), role, amount) is not { } obstacle)
        {
            return null;
        }

        var used = obstacle.Role.Used[obstacle.Resource];
        if (obstacle.Code == ReasonCode.NoCapacity)
        {
            return Reason.Of(ReasonCode.NoCapacity, $"What is free of {obstacle.Resource} is guaranteed to others, who don't lend it.", (obstacle.Resource, amount[obstacle.Resource]));
        }

        return Reason.Of(
            obstacle.Code,
            $"Role '{obstacle.Role.Name}' uses {Reason.Amount(obstacle.Resource, used)} of the {Reason.Amount(obstacle.Resource, obstacle.Role.Cap[obstacle.Resource])} it may have.",
            (obstacle.Resource, amount[obstacle.Resource]),
            ("used", used),
            ("limit", obstacle.Role.Cap[obstacle.Resource])) with
        {
            BlockedBy = [new Blocker("role", obstacle.Role.Name.Value, obstacle.Role.Name, obstacle.Role.Used)],
        };
    }

    private static PendingReason OfCapacity(PoolState state, DemandEntry demand)
    {
        if (WouldFit(state, demand))
        {
            return demand.Terms.Gang is null
                ? Reason.Of(ReasonCode.Ahead, "There is room, and others come first.")
                : Reason.Of(ReasonCode.WaitingForGang, $"There is room for one, and not for all that gang '{demand.Terms.Gang}' misses.", ("missing", demand.Missing));
        }

        if (Holds.InTheWayOf(state, demand) is { } hold)
        {
            var head = hold.Items[0];
            return Reason.Of(ReasonCode.HeldForHead, $"What is free is kept for '{head.Class}' of framework '{head.Framework}', which has waited long.") with
            {
                BlockedBy = [new Blocker("framework", head.Framework.Value, head.Role, head.Resources.Counted())],
            };
        }

        var hosts = state.Agents.Values.Where(agent => agent.Schedulable && Constraints.Match(agent, demand.Terms.Constraints)).ToList();
        if (!demand.Terms.Constraints.IsEmpty && state.Agents.Values.Any(agent => agent.Schedulable && demand.Terms.Shape.FitsIn(agent.Free)))
        {
            var constraint = string.Join(", ", demand.Terms.Constraints.Select(c => c.Attribute));
            return Reason.Of(ReasonCode.Constraint, $"There is room where its constraints on {constraint} don't hold.", ("agents", hosts.Count));
        }

        var free = hosts.Aggregate(ResourceVector.Empty, (sum, agent) => sum.Plus(agent.Free.Counted()));
        var shape = demand.Terms.Shape.Counted();
        if (!shape.IsZero && shape.FitsIn(free))
        {
            return Reason.Of(ReasonCode.Fragmented, $"{free} is free in sum, and no agent alone has {shape}.", [.. Amounts(free, shape)]);
        }

        return Reason.Of(ReasonCode.NoCapacity, $"It takes {demand.Terms.Shape}, and {(free.IsZero ? "nothing" : free.ToString())} is free where it may go.", [.. Amounts(free, shape)]) with
        {
            BlockedBy = Holders(state, shape),
        };
    }

    private static bool WouldFit(PoolState state, DemandEntry demand) =>
        !demand.Terms.Shape.IsZero && BestFit.Find(new Picture(state), demand.Terms) is not null;

    private static IEnumerable<(string Name, long Value)> Amounts(ResourceVector free, ResourceVector shape) =>
        shape.Amounts.SelectMany(amount => new[] { (amount.Key, amount.Value), ("free." + amount.Key, free[amount.Key]) });

    /// <summary>The roles that hold what it needs, whoever is most above its guarantee first.</summary>
    private static System.Collections.Immutable.ImmutableArray<Blocker> Holders(PoolState state, ResourceVector shape)
    {
        var capacity = state.Capacity;
        return
        [
            .. state.Roles.All
                .Where(role => role.Own.Count > 0 && (shape.IsZero || role.Used.Touches(shape)))
                .OrderByDescending(role => Ranking.DominantShare(role.Used.Minus(role.Guarantee), capacity))
                .ThenBy(role => role.Name)
                .Take(5)
                .Select(role => new Blocker("role", role.Name.Value, role.Name, role.Used)),
        ];
    }
}
