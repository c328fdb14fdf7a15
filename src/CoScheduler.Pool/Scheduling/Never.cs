using System.Collections.Immutable;
using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// What can't be met as things are, whoever else is there. Whether it is so is remembered, until the world changes or the agent that
/// shows the contrary; the words are those of the moment.
/// </summary>
internal static class Never
{
    public static bool Is(PoolState state, DemandEntry demand) => IsWithoutDeadline(state, demand) || OfDeadline(state, demand) is not null;

    /// <summary>Judges a demand anew, leaving deadlines out.</summary>
    /// <returns>Whether that is another judgement than before.</returns>
    public static bool JudgesOtherwise(PoolState state, DemandEntry demand)
    {
        var before = demand.Never;
        demand.JudgedIn = -1;
        return IsWithoutDeadline(state, demand) != before;
    }

    public static PendingReason? Judge(PoolState state, DemandEntry demand) =>
        IsWithoutDeadline(state, demand) ? Because(state, demand) : OfDeadline(state, demand);

    /// <summary>When a demand's deadline passes; null if it has none, or has all it wants.</summary>
    public static PoolTime? DeadlineOf(DemandEntry demand) =>
        demand.Terms.StartWithinMilliseconds is { } within && demand.Since is { } since ? since.Plus(within) : null;

    private static PendingReason? OfDeadline(PoolState state, DemandEntry demand) =>
        DeadlineOf(demand) is { } deadline && deadline.CompareTo(state.Now) <= 0
            ? Reason.Of(ReasonCode.DeadlineUnreachable, $"It was to start within {Duration.Format(demand.Terms.StartWithinMilliseconds!.Value)} and did not; state it again to wait longer.")
            : null;

    private static bool IsWithoutDeadline(PoolState state, DemandEntry demand)
    {
        if (demand.JudgedIn != state.World)
        {
            state.Hosts.Remove(demand);
            (demand.Never, demand.JudgedIn) = (IsNow(state, demand), state.World);
        }

        return demand.Never;
    }

    private static bool IsNow(PoolState state, DemandEntry demand)
    {
        if (state.Roles.Find(demand.Terms.Role) is not { } role || Admission.CheckEver(role, AtOnce(state, demand)) is not null)
        {
            return true;
        }

        if (state.Agents.NotLost == 0)
        {
            return false;
        }

        var host = Places.FindEver(state, demand);
        state.Hosts.Put(demand, host);
        return host is null;
    }

    private static PendingReason Because(PoolState state, DemandEntry demand)
    {
        if (state.Roles.Find(demand.Terms.Role) is not { } role)
        {
            return Reason.Of(ReasonCode.UnknownRole, $"There is no role '{demand.Terms.Role}'; add it to the quota or ask in another.");
        }

        var amount = AtOnce(state, demand);
        return Admission.CheckEver(role, amount) is { } obstacle
            ? ExceedsLimit(obstacle.Role, state.Dimensions.NameOf(obstacle.Slot), amount[obstacle.Slot])
            : NoAgentFits(state, demand);
    }

    private static Resources.Need AtOnce(PoolState state, DemandEntry demand) =>
        demand.Terms.Gang is null ? demand.Need : state.Dimensions.NeedOf(demand.Terms.Shape.Counted().Times(demand.Target));

    private static PendingReason ExceedsLimit(Roles.RoleNode role, string resource, long amount) => Reason.Of(
        ReasonCode.ExceedsLimit,
        $"It takes {Reason.Amount(resource, amount)} and role '{role.Name}' may have {Reason.Amount(resource, role.Cap[resource])} at most; ask for less or raise the limit.",
        (resource, amount),
        ("limit", role.Cap[resource])) with
    {
        BlockedBy = [new Blocker("role", role.Name.Value, role.Name, role.Cap)],
    };

    private static PendingReason NoAgentFits(PoolState state, DemandEntry demand)
    {
        var agents = state.Agents.Values.Where(agent => agent.Presence != Presence.Lost).ToList();
        var tooSmall = agents.Count(agent => !demand.Terms.Shape.FitsIn(agent.Total));
        var failing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var agent in agents)
        {
            if (Constraints.FirstFailing(agent, demand.Terms.Constraints) is { } constraint)
            {
                failing[constraint.Attribute] = failing.GetValueOrDefault(constraint.Attribute) + 1;
            }
        }

        var why = failing.Select(pair => $"{pair.Value} fail the constraint on '{pair.Key}'").Prepend($"{tooSmall} are too small for {demand.Terms.Shape}").ToList();
        var numbers = failing.Aggregate(Reason.Numbers(("agents", agents.Count), ("tooSmall", tooSmall)), (sum, pair) => sum.SetItem("constraint." + pair.Key, pair.Value));
        if (agents.Count(agent => !Constraints.Tolerates(agent, demand.Terms)) is var tainted and > 0)
        {
            why.Add($"{tainted} have a taint that it does not tolerate");
            numbers = numbers.SetItem("tainted", tainted);
        }

        return Reason.Of(ReasonCode.NoAgentFits, $"None of {agents.Count} agents could host it, even empty: {string.Join(", ", why)}.") with { Numbers = numbers };
    }
}
