using System.Collections.Immutable;
using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What can't be met as things are, whoever else is there. Judged once for each change of the world.</summary>
internal static class Never
{
    public static PendingReason? Judge(PoolState state, DemandEntry demand)
    {
        if (demand.JudgedIn != state.World)
        {
            demand.NeverBecause = JudgeAnew(state, demand);
            demand.JudgedIn = state.World;
        }

        return demand.NeverBecause;
    }

    private static PendingReason? JudgeAnew(PoolState state, DemandEntry demand)
    {
        if (state.Roles.Find(demand.Terms.Role) is not { } role)
        {
            return Reason.Of(ReasonCode.UnknownRole, $"There is no role '{demand.Terms.Role}'; add it to the quota or ask in another.");
        }

        var shape = demand.Terms.Shape.Counted();
        var amount = demand.Terms.Gang is null ? shape : shape.Times(demand.Target);
        if (Admission.CheckEver(role, amount) is { } obstacle)
        {
            return ExceedsLimit(obstacle, amount);
        }

        return state.Agents.Values.All(agent => agent.Presence == Presence.Lost) || state.Agents.Values.Any(agent => BestFit.CouldEver(agent, demand.Terms))
            ? null
            : NoAgentFits(state, demand);
    }

    private static PendingReason ExceedsLimit(Obstacle obstacle, ResourceVector amount) => Reason.Of(
        ReasonCode.ExceedsLimit,
        $"It takes {Reason.Amount(obstacle.Resource, amount[obstacle.Resource])} and role '{obstacle.Role.Name}' may have {Reason.Amount(obstacle.Resource, obstacle.Role.Cap[obstacle.Resource])} at most; ask for less or raise the limit.",
        (obstacle.Resource, amount[obstacle.Resource]),
        ("limit", obstacle.Role.Cap[obstacle.Resource])) with
    {
        BlockedBy = [new Blocker("role", obstacle.Role.Name.Value, obstacle.Role.Name, obstacle.Role.Cap)],
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

        var why = failing.Select(pair => $"{pair.Value} fail the constraint on '{pair.Key}'").Prepend($"{tooSmall} are too small for {demand.Terms.Shape}");
        return Reason.Of(ReasonCode.NoAgentFits, $"None of {agents.Count} agents could host it, even empty: {string.Join(", ", why)}.", ("agents", agents.Count), ("tooSmall", tooSmall)) with
        {
            Numbers = failing.Aggregate(Reason.Numbers(("agents", agents.Count), ("tooSmall", tooSmall)), (numbers, pair) => numbers.SetItem("constraint." + pair.Key, pair.Value)),
        };
    }
}
