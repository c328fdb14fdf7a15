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
        if (members.Count == 0)
        {
            return null;
        }

        var (target, allocated, waiting) = (members.Sum(demand => demand.Target), members.Sum(demand => demand.Allocated), members.Sum(demand => demand.Waiting));
        var one = OfDemand(state, members.Find(demand => demand.Waiting > 0) ?? members[0], "gang", id);
        return one with
        {
            Message = waiting == 0 ? $"It has the {target} that it wants." : one.Message,
            Numbers = one.Numbers.SetItem("target", target).SetItem("allocated", allocated).SetItem("missing", waiting),
            Last = Mentions.Of(state, decision => members.Exists(member => Mentions.IsAbout(decision, member.Key))),
        };
    }

    private static Explanation? OfTask(PoolState state, string kind, string id)
    {
        if (!state.Tasks.TryGetValue(id, out var allocation))
        {
            return state.EndedTasks.TryGet(id, out var agent) ? OfEnded(state, kind, id, agent) : null;
        }

        var elastic = !allocation.Lot.Role.Keep.Contains(allocation);
        var message = allocation.Cause is { } cause
            ? $"Asked back on agent {allocation.Agent}: {Because(cause)}."
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
        var message = closed?.Detail ?? $"It has ended{(closed?.ExitCode is { } code ? $" with exit code {code}" : "")}; it ran on agent {agent}.";
        return new Explanation(kind, id, null, how, last.IsEmpty ? null : last[^1].At, null, message, Reason.Numbers(), [], null, null, last);
    }

    private static string Because(ReclaimCause cause) => cause switch
    {
        ReclaimCause.Guarantee => "another role has its guarantee back",
        ReclaimCause.Share => "another role has its share back",
        ReclaimCause.Priority => "others of its role have a higher priority",
        ReclaimCause.Limit => "its role's limit was lowered",
        ReclaimCause.Drain => "the agent is drained",
        ReclaimCause.Deficit => "the agent has less than was given out there",
        ReclaimCause.Operator => "an operator asked",
        ReclaimCause.Framework => "its own framework asked",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause.ToString()),
    };

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
            $"Of {agent.Total}, {OrNothing(agent.Allocated)} is allocated, {OrNothing(agent.Offered.Plus(agent.Held))} offered or held, and {OrNothing(agent.Free)} free.",
            Amounts(agent.Free.Counted(), "free."),
            [.. holders.Select(group => new Blocker("role", group.Key.Value, group.Key, group.Aggregate(ResourceVector.Empty, (sum, a) => sum.Plus(a.Counted))))],
            null,
            agent.DrainDeadline,
            Mentions.Of(state, decision => Mentions.IsAbout(decision, agent.Id)));
    }

    private static string OrNothing(ResourceVector amounts) => amounts.IsZero ? "nothing" : amounts.ToString();

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
            .GroupBy(item => item.Role)
            .Select(items => new Blocker("role", items.Key.Value, items.Key, items.Aggregate(ResourceVector.Empty, (sum, item) => sum.Plus(item.Resources.Counted())))),
    ];

    private static ImmutableSortedDictionary<string, long> Amounts(ResourceVector amounts, string prefix = "") =>
        amounts.Amounts.ToImmutableSortedDictionary(amount => prefix + amount.Key, amount => amount.Value, StringComparer.Ordinal);
}
