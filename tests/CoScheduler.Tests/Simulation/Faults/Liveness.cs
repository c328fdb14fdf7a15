using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>
/// When faults have stopped for longer than anything may take, nothing waits that could have a place: judged anew from the
/// snapshot, more strictly than needed nowhere, so that what it finds is a fault.
/// </summary>
internal static class Liveness
{
    public static IEnumerable<string> Check(PoolSnapshot snapshot, ImmutableHashSet<FrameworkId> takers)
    {
        foreach (var demand in snapshot.Demands.Where(demand => demand.Missing > 0 && takers.Contains(demand.Framework) && !Excused(snapshot, demand)))
        {
            var agents = snapshot.Agents.Values.Where(agent => agent.State == AgentState.Active && Matches(demand.Terms, agent) && IsAloneThere(snapshot, demand.Terms, agent)).ToList();
            if (WithinLimits(snapshot, demand) && agents.FirstOrDefault(agent => demand.Terms.Shape.FitsIn(agent.Free)) is { } free && MayUseIdle(snapshot, demand, free))
            {
                yield return $"{Name(demand)} waits though it fits on {free.Id} ({free.Free} free).";
            }

            if (demand.Terms.Mode == DemandMode.Firm && demand.Since?.Plus(Quotas.Bound).CompareTo(snapshot.Time) <= 0 && WithinGuarantee(snapshot, demand) && agents.FirstOrDefault(agent => FitsWithVictims(snapshot, demand, agent)) is { } agent)
            {
                yield return $"{Name(demand)} waits inside its guarantee though it fits on {agent.Id} without what others borrow there.";
            }
        }
    }

    /// <summary>Gangs are judged whole, what minds where its like is by more than keeping apart is not judged, and what backs off waits by design.</summary>
    private static bool Excused(PoolSnapshot snapshot, DemandView demand) =>
        demand.Terms.Gang is not null || !demand.Terms.Spread.IsEmpty || demand.Terms.Affinity.Any(term => !term.Anti) || Path(snapshot, demand.Terms.Role).Any(role => role.Quota.MaxRunning is not null) || demand.Terms.Mode == DemandMode.Spare || demand.Reason is { Never: true } or { Code: ReasonCode.BackingOff or ReasonCode.Suppressed };

    private static bool Matches(DemandTerms terms, AgentView agent) =>
        terms.Constraints.All(c => c.Operator == ConstraintOperator.Equal && agent.Attributes.GetValueOrDefault(c.Attribute) == c.Values[0])
        && agent.Taints.All(taint => terms.Tolerations.Any(toleration => toleration.Key == taint.Key));

    /// <summary>Where nobody is who minds who else is there, nobody keeps a task with a label away, nor the task itself.</summary>
    private static bool IsAloneThere(PoolSnapshot snapshot, DemandTerms terms, AgentView agent) =>
        terms.Labels.IsEmpty || !snapshot.Allocations.Values.Any(a => IsParticular(a) && Zone(snapshot.Agents[a.Agent.Value]) == Zone(agent));

    private static bool IsParticular(AllocationView allocation) => allocation.Framework.Value.StartsWith("particular", StringComparison.Ordinal);

    private static string Zone(AgentView agent) => agent.Attributes["zone"];

    private static IEnumerable<RoleView> Path(PoolSnapshot snapshot, RoleName role)
    {
        for (var name = role.Value; name.Length > 0; name = name.Contains('/', StringComparison.Ordinal) ? name[..name.LastIndexOf('/')] : "")
        {
            yield return snapshot.Roles[name];
        }
    }

    private static bool WithinLimits(PoolSnapshot snapshot, DemandView demand) => Path(snapshot, demand.Terms.Role).All(role =>
        role.Used.Plus(demand.Terms.Shape).StaysWithin(role.Quota.Limit ?? NoLimit) && role.Quota.Borrow is null);

    private static ResourceVector NoLimit { get; } = ResourceVector.Empty;

    /// <summary>Guarantees that are not lent stay free, and offers leave alone what missing firm demand could take.</summary>
    private static bool MayUseIdle(PoolSnapshot snapshot, DemandView demand, AgentView agent) =>
        WithinGuarantee(snapshot, demand)
        || (snapshot.Roles.Values.All(role => role.Quota.Lend is null)
            && (demand.Terms.Mode == DemandMode.Firm || !snapshot.Demands.Any(other => other.Terms.Mode == DemandMode.Firm && other.Missing > 0 && other.Terms.Shape.FitsIn(agent.Free))));

    private static bool WithinGuarantee(PoolSnapshot snapshot, DemandView demand) =>
        Path(snapshot, demand.Terms.Role).All(role => role.Used.Plus(demand.Terms.Shape).FitsIn(role.Quota.Guarantee));

    private static bool FitsWithVictims(PoolSnapshot snapshot, DemandView demand, AgentView agent)
    {
        var gangs = snapshot.Demands.Where(other => other.Terms.Gang is not null).Select(other => (other.Framework, other.Class)).ToHashSet();
        var victims = snapshot.Allocations.Values.Where(a =>
            a.Agent == agent.Id
            && a is { State: AllocationState.Running, Elastic: true, Role.Value: "a" or "b" }
            && a.Started?.Plus(Quotas.Bound).CompareTo(snapshot.Time) <= 0
            && a.Role != demand.Terms.Role
            && !gangs.Contains((a.Framework, a.Class)));
        return demand.Terms.Shape.FitsIn(victims.Aggregate(agent.Free, (sum, victim) => sum.Plus(victim.Resources)));
    }

    private static string Name(DemandView demand) =>
        $"{demand.Framework}/{demand.Class} ({demand.Terms.Mode}, {demand.Terms.Shape} in {demand.Terms.Role}, {demand.Missing} missing, {demand.Reason?.Name}: {demand.Reason?.Message})";
}
