using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Explain;

/// <summary>Explains what there is now, with the numbers of now.</summary>
internal static class Explainer
{
    public static Explanation? Of(PoolState state, string kind, string id) => kind switch
    {
        "task" or "executor" => OfTask(state, kind, id),
        "agent" => state.Agents.TryGetValue(id, out var agent) ? OfAgent(state, agent) : null,
        "framework" => state.Frameworks.TryGetValue(id, out var framework) ? OfFramework(state, framework) : null,
        "role" => RoleExplainer.Of(state, id),
        "demand" or "service" => OfDemand(state, kind, id),
        "gang" => OfGang(state, id),
        _ => null,
    };

    public static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Why a demand waits, with its place in line; a demand that has all it wants is met.</summary>
    public static Explanation OfDemand(PoolState state, DemandEntry demand, string kind, string id)
    {
        var reason = demand.Waiting == 0 ? null : Reasons.Of(state, demand);
        var numbers = (reason?.Numbers ?? Reason.Numbers()).SetItem("target", demand.Target).SetItem("allocated", demand.Allocated).SetItem("missing", demand.Waiting);
        return new Explanation(
            kind,
            id,
            demand.Terms.Role,
            demand.Waiting == 0 ? "met" : reason!.Never ? "never" : "waiting",
            demand.Since,
            reason?.Name,
            reason?.Message ?? $"It has the {demand.Target} that it wants.",
            numbers,
            reason?.BlockedBy ?? [],
            demand.Waiting == 0 ? null : Line.Before(state, demand),
            reason?.Until,
            Mentions.Of(state, decision => Mentions.IsAbout(decision, demand.Key)));
    }

    private static Explanation? OfDemand(PoolState state, string kind, string id)
    {
        var demand = Find(state, id);
        return demand is null ? null : OfDemand(state, demand, kind, id);
    }

    private static DemandEntry? Find(PoolState state, string id) =>
        state.Demands.Values.FirstOrDefault(demand => $"{demand.Framework}/{demand.Class}" == id) ?? state.Demands.Values.FirstOrDefault(demand => demand.Class.Value == id);

    private static Explanation? OfGang(PoolState state, string id)
    {
        var members = state.Demands.Values.Where(demand => demand.Terms.Gang == id || $"{demand.Framework}/{demand.Terms.Gang}" == id).ToList();
        var waiting = members.Find(demand => demand.Waiting > 0);
        return members.Count == 0 ? null : OfDemand(state, waiting ?? members[0], "gang", id);
    }

    private static Explanation? OfTask(PoolState state, string kind, string id)
    {
        if (!state.Tasks.TryGetValue(id, out var allocation))
        {
            return state.EndedTasks.TryGet(id, out var agent) ? OfEnded(state, kind, id, agent) : null;
        }

        var elastic = !allocation.Lot.Role.Keep.Contains(allocation);
        var message = allocation.Cause is { } cause
            ? $"Asked back on agent {allocation.Agent}, for {Word(cause)}."
            : $"On agent {allocation.Agent}, {(elastic ? "elastic: above what its role's guarantee covers" : "covered by its role's guarantee")}.";
        return new Explanation(
            kind,
            id,
            allocation.Role,
            Word(allocation.State),
            allocation.Since,
            allocation.Cause is { } why ? Word(why) : null,
            message,
            Amounts(allocation.Counted),
            Beneficiary(state, allocation),
            null,
            allocation.Deadline,
            Mentions.Of(state, decision => Mentions.IsAbout(decision, allocation.Id)));
    }

    private static Explanation OfEnded(PoolState state, string kind, string id, AgentId agent)
    {
        var ended = state.Recent.All.Select(entry => entry.Decision).LastOrDefault(decision => TaskOf(decision)?.Value == id);
        var allocation = ended is TaskLaunched launched ? launched.Allocation : (ended as AllocationTaken)?.Allocation;
        var last = allocation is { } known ? Mentions.Of(state, decision => Mentions.IsAbout(decision, known)) : [];
        var closed = last.Select(entry => entry.Decision).OfType<AllocationClosed>().LastOrDefault();
        var how = closed is null ? "ended" : Word(closed.End);
        return new Explanation(kind, id, null, how, last.IsEmpty ? null : last[^1].At, null, closed?.Detail ?? $"It has ended; it ran on agent {agent}.", Reason.Numbers(), [], null, null, last);
    }

    private static TaskId? TaskOf(Decision decision) => decision switch
    {
        TaskLaunched d => d.Task,
        AllocationTaken d => d.Task,
        _ => null,
    };

    private static Explanation OfAgent(PoolState state, AgentEntry agent)
    {
        var holders = agent.Allocations.GroupBy(allocation => allocation.Role).OrderBy(group => group.Key);
        return new Explanation(
            "agent",
            agent.Id.Value,
            null,
            Word(agent.State),
            null,
            null,
            $"{agent.Allocated} of {agent.Total} is allocated, {agent.Offered.Plus(agent.Held)} offered or held, {agent.Free} free.".Replace("  ", " nothing ", StringComparison.Ordinal),
            Amounts(agent.Free.Counted(), "free."),
            [.. holders.Select(group => new Blocker("role", group.Key.Value, group.Key, group.Aggregate(ResourceVector.Empty, (sum, a) => sum.Plus(a.Counted))))],
            null,
            agent.DrainDeadline,
            Mentions.Of(state, decision => Mentions.IsAbout(decision, agent.Id)));
    }

    private static Explanation OfFramework(PoolState state, FrameworkEntry framework)
    {
        var demands = state.Demands.Values.Where(demand => demand.Framework == framework.Id).ToList();
        var waiting = demands.Find(demand => demand.Waiting > 0);
        var reason = waiting is null ? null : Reasons.Of(state, waiting);
        return new Explanation(
            "framework",
            framework.Id.Value,
            null,
            waiting is null ? "met" : "waiting",
            waiting?.Since,
            reason?.Name,
            reason?.Message ?? "It has all that it wants.",
            Reason.Numbers(("demands", demands.Count), ("allocated", demands.Sum(demand => demand.Allocated)), ("missing", demands.Sum(demand => demand.Waiting))),
            reason?.BlockedBy ?? [],
            null,
            reason?.Until,
            Mentions.Of(state, decision => Mentions.IsAbout(decision, framework.Id)));
    }

    private static ImmutableArray<Blocker> Beneficiary(PoolState state, AllocationEntry victim) =>
    [
        .. state.Plans.Values
            .Where(plan => plan.Victims.Contains(victim.Id))
            .SelectMany(plan => plan.Items)
            .Select(item => new Blocker("role", item.Role.Value, item.Role, item.Resources.Counted())),
    ];

    private static ImmutableSortedDictionary<string, long> Amounts(ResourceVector amounts, string prefix = "") =>
        amounts.Amounts.ToImmutableSortedDictionary(amount => prefix + amount.Key, amount => amount.Value, StringComparer.Ordinal);
}
