using System.Collections.Immutable;
using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Why a demand waits: the first of the closed list of pool.md section 8 that is true. As of one moment.</summary>
internal sealed class Reasons(PoolState state)
{
    private Dictionary<string, ImmutableArray<Blocker>>? _holders;

    public static PendingReason Of(PoolState state, DemandEntry demand) => new Reasons(state).Of(demand);

    public PendingReason Of(DemandEntry demand) =>
        Never.Judge(state, demand) ?? OfTheMoment(demand) ?? OfBounds(demand) ?? OfCapacityWithOwn(demand);

    private PendingReason? OfTheMoment(DemandEntry demand)
    {
        if (state.GateUntil is { } gate)
        {
            return Reason.Until(gate, ReasonCode.RestartGate, "The master restarted and waits for its agents to come back.");
        }

        if (state.Frameworks.TryGetValue(demand.Framework.Value, out var framework) && framework.GoneUntil is { } gone)
        {
            return Reason.Until(gone, ReasonCode.Suppressed, $"Framework '{demand.Framework}' is away; nothing is looked for until it registers again.");
        }

        if (demand.Terms.Mode == DemandMode.Open && OfOffers(demand) is { } reason)
        {
            return reason;
        }

        if (demand.Planned > 0 && demand.Missing == 0)
        {
            return OfPlan(demand);
        }

        if (demand.Terms.Gang is not null && demand.Missing > 0 && demand.Unit is not { Role: not null })
        {
            return Reason.Of(ReasonCode.WaitingForGang, $"Not all {demand.Terms.GangClasses} classes of gang '{demand.Terms.Gang}' are stated, or one of them can't be met.", ("classes", demand.Terms.GangClasses));
        }

        return null;
    }

    private PendingReason? OfOffers(DemandEntry demand)
    {
        if (!state.Frameworks.TryGetValue(demand.Framework.Value, out var framework) || framework.IsSuppressed(demand.Terms.Role))
        {
            return Reason.Of(ReasonCode.Suppressed, $"Framework '{demand.Framework}' wants no offers until it revives them.");
        }

        if (demand.Offers is { First: { } offer })
        {
            return Reason.Until(offer.Deadline, ReasonCode.AwaitingAnswer, $"Framework '{demand.Framework}' has an offer that it has not answered.", ("offered", demand.Offered));
        }

        return framework.Filters.FirstEnd(demand.Terms.Role, state.Now) is { } until && (demand.Terms.Shape.IsZero || WouldFit(demand))
            ? Reason.Until(until, ReasonCode.BackingOff, $"Framework '{demand.Framework}' declined what there is.")
            : null;
    }

    private PendingReason OfPlan(DemandEntry demand)
    {
        var plans = state.Plans.Values.Where(plan => plan.Kind == PlanKind.Reclaim && plan.IsFor(demand.Key));
        var leaving = plans.SelectMany(plan => plan.Victims).Distinct().Select(id => state.Allocations.Find(id.Value)).OfType<AllocationEntry>().ToList();
        PoolTime? until = leaving.Count == 0 ? null : leaving.Max(victim => victim.Deadline);
        return Reason.Of(ReasonCode.WaitingForReclaim, Waited(leaving.Count), ("victims", leaving.Count)) with
        {
            Until = until,
            BlockedBy = [.. leaving.Select(victim => new Blocker("task", victim.Task?.Value ?? victim.Id.ToString(), victim.Role, victim.Counted))],
        };
    }

    private static string Waited(int victims) => victims switch
    {
        0 => "What it needs is coming free and is kept for it.",
        1 => "What it needs has been asked back from one other.",
        _ => $"What it needs has been asked back from {victims} others.",
    };

    private PendingReason? OfBounds(DemandEntry demand)
    {
        var role = state.Roles[demand.Terms.Role];
        var amount = demand.Terms.Shape.Counted();
        if (Admission.Check(state, role, demand, demand.Need) is not { } obstacle)
        {
            return null;
        }

        if (obstacle.Code == ReasonCode.MaxRunning)
        {
            var most = obstacle.Role.Quota.MaxRunning!.Value;
            return Reason.Of(ReasonCode.MaxRunning, $"Role '{obstacle.Role.Name}' runs {obstacle.Role.Applications.Count} applications and may run {most}.", ("running", obstacle.Role.Applications.Count), ("limit", most));
        }

        var resource = state.Dimensions.NameOf(obstacle.Slot);
        var used = obstacle.Role.Used[resource];
        if (obstacle.Code == ReasonCode.NoCapacity)
        {
            return Reason.Of(ReasonCode.NoCapacity, $"What is free of {resource} is guaranteed to others, who don't lend it.", (resource, amount[resource]));
        }

        return Reason.Of(
            obstacle.Code,
            $"Role '{obstacle.Role.Name}' uses {Reason.Amount(resource, used)} of the {Reason.Amount(resource, obstacle.Role.Cap[resource])} it may have.",
            (resource, amount[resource]),
            ("used", used),
            ("limit", obstacle.Role.Cap[resource])) with
        {
            BlockedBy = [new Blocker("role", obstacle.Role.Name.Value, obstacle.Role.Name, obstacle.Role.Used)],
        };
    }

    /// <summary>What is kept for a demand is free to it: what it lacks is the rest.</summary>
    private PendingReason OfCapacityWithOwn(DemandEntry demand)
    {
        if (state.Plans.Holds == 0 || demand.Unit is not { Role: not null } unit || Holds.For(state, unit) is not { Count: > 0 } own)
        {
            return OfCapacity(demand);
        }

        using var trial = Trial.Begin(state);
        trial.Release(own);
        return OfCapacity(demand);
    }

    private PendingReason OfCapacity(DemandEntry demand)
    {
        if (WouldFit(demand))
        {
            return demand.Terms.Gang is null
                ? Reason.Of(ReasonCode.Ahead, "There is room, and others come first.")
                : Reason.Of(ReasonCode.WaitingForGang, $"There is room for one, and not for all that gang '{demand.Terms.Gang}' misses.", ("missing", demand.Missing));
        }

        if (state.Plans.Holds > 0 && Holds.InTheWayOf(state, demand) is { } hold)
        {
            var head = hold.Items[0];
            return Reason.Of(ReasonCode.HeldForHead, $"What is free is kept for '{head.Class}' of framework '{head.Framework}', which has waited long.") with
            {
                BlockedBy = [new Blocker("framework", head.Framework.Value, head.Role, head.Resources.Counted())],
            };
        }

        var narrowed = IsNarrowed(demand);
        if (narrowed && Places.FindRoom(state, demand) is not null)
        {
            return OfConstraints(demand);
        }

        var free = narrowed ? FreeWhereAllowed(demand) : state.Dimensions.VectorOf(state.Agents.FreeSum);
        var shape = demand.Terms.Shape.Counted();
        if (!shape.IsZero && shape.FitsIn(free))
        {
            return Reason.Of(ReasonCode.Fragmented, $"{free} is free in sum, and no agent alone has {shape}.", [.. Amounts(free, shape)]);
        }

        return Reason.Of(ReasonCode.NoCapacity, $"It takes {demand.Terms.Shape}, and {(free.IsZero ? "nothing" : free.ToString())} is free where it may go{Scarce(shape, free)}.", [.. Amounts(free, shape)]) with
        {
            BlockedBy = Holders(shape),
        };
    }

    /// <summary>What is not everywhere is named if it is that which lacks.</summary>
    private static string Scarce(ResourceVector shape, ResourceVector free)
    {
        var lacking = shape.Amounts.Where(amount => amount.Value > free[amount.Key] && amount.Key is not (ResourceVector.Cpus or ResourceVector.Memory)).Select(amount => amount.Key);
        return string.Join(", ", lacking) is { Length: > 0 } names ? $": too little {names}" : "";
    }

    private PendingReason OfConstraints(DemandEntry demand)
    {
        var terms = demand.Terms;
        var names = terms.Constraints.Select(constraint => constraint.Attribute)
            .Concat(terms.Affinity.Select(term => $"{(term.Anti ? "not " : "")}beside {term.Key}={term.Value}"))
            .Concat(terms.Spread.Select(term => $"spread over {term.Domain}"))
            .Concat(demand.Need.NamedPorts is { } ports ? [$"port {ports}"] : Array.Empty<string>())
            .Concat(state.AnyTaints ? ["taints"] : Array.Empty<string>());
        var hosts = state.Agents.InOrder.Count(agent => agent.Schedulable && Constraints.Allow(agent, terms));
        return Reason.Of(ReasonCode.Constraint, $"There is room where its constraints on {string.Join(", ", names)} don't hold.", ("agents", hosts));
    }

    /// <summary>Whether it may not go everywhere.</summary>
    private bool IsNarrowed(DemandEntry demand) =>
        !demand.Terms.Constraints.IsEmpty || !demand.Terms.Affinity.IsEmpty || !demand.Terms.Spread.IsEmpty || state.AnyTaints || demand.Need.NamedPorts is not null || state.Repelling.Count > 0;

    private ResourceVector FreeWhereAllowed(DemandEntry demand)
    {
        var sum = new Resources.Amounts();
        foreach (var agent in state.Agents.InOrder.Where(agent => agent.Schedulable && Constraints.Allow(agent, demand.Terms)))
        {
            for (var slot = 0; slot < agent.Room.Values.Length; slot++)
            {
                sum[slot] += Math.Max(0, agent.Room[slot]);
            }
        }

        return state.Dimensions.VectorOf(sum);
    }

    private bool WouldFit(DemandEntry demand) => !demand.Terms.Shape.IsZero && Places.Find(state, demand) is not null;

    private static IEnumerable<(string Name, long Value)> Amounts(ResourceVector free, ResourceVector shape) =>
        shape.Amounts.SelectMany(amount => new[] { (amount.Key, amount.Value), ("free." + amount.Key, free[amount.Key]) });

    /// <summary>The roles that hold what it needs, whoever is most above its guarantee first.</summary>
    private ImmutableArray<Blocker> Holders(ResourceVector shape)
    {
        var what = string.Join(',', shape.Amounts.Select(amount => amount.Key));
        _holders ??= new Dictionary<string, ImmutableArray<Blocker>>(StringComparer.Ordinal);
        if (_holders.TryGetValue(what, out var known))
        {
            return known;
        }

        var capacity = state.Agents.Capacity;
        ImmutableArray<Blocker> holders =
        [
            .. state.Roles.All
                .Where(role => role.Own.Count > 0 && (shape.IsZero || role.Used.Touches(shape)))
                .OrderByDescending(role => Rank.DominantShare(Reclaim.VictimOrder.Over(role), capacity))
                .ThenBy(role => role.Name)
                .Take(5)
                .Select(role => new Blocker("role", role.Name.Value, role.Name, role.Used)),
        ];
        _holders.Add(what, holders);
        return holders;
    }
}
