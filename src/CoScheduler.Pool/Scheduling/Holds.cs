using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Keeps capacity that comes free for the head of a role's line that has waited long, so that a stream of small ones never
/// starves a large one. One hold a role; guarantees go before it.
/// </summary>
internal static class Holds
{
    public static void Run(Deciding step)
    {
        foreach (var (role, units) in Units.Of(step.State, DemandMode.Firm).OrderBy(entry => entry.Key.Name))
        {
            var head = units[0];
            if (IsDue(step.State, head) && !HasHold(step.State, role) && Admission.Check(new Picture(step.State), role, head.Amount) is null)
            {
                Make(step, head);
            }
        }
    }

    /// <summary>What is kept for a unit.</summary>
    public static List<PlanEntry> For(PoolState state, Unit unit) =>
        [.. state.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && unit.Members.Any(member => plan.IsFor(member.Key)))];

    /// <summary>What is kept for those who are not inside their guarantee.</summary>
    public static List<PlanEntry> LessDue(PoolState state) =>
        [.. state.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && !plan.Items.All(item => state.Roles[item.Role].Path.Any(role => role.Covers(item.Resources.Counted()))))];

    /// <summary>Whether all that a hold is for is still missing.</summary>
    public static bool IsWanted(PoolState state, PlanEntry hold) =>
        hold.Items.All(item => state.Demands.TryGetValue(new DemandKey(item.Framework, item.Class), out var demand) && demand.Missing > 0 && Never.Judge(state, demand) is null);

    /// <summary>When a unit will have waited long; null if it has, or is not of those who wait so.</summary>
    public static PoolTime? NextChance(PoolState state, Unit unit) =>
        unit.Head.Terms.Mode == DemandMode.Firm && !IsDue(state, unit) ? DueAt(state, unit) : null;

    /// <summary>The hold without which a demand would have a place; null if there is none.</summary>
    public static PlanEntry? InTheWayOf(PoolState state, DemandEntry demand) =>
        state.Plans.Values.FirstOrDefault(plan => plan.Kind == PlanKind.Hold && !plan.IsFor(demand.Key) && WouldFitWithout(state, demand, plan));

    private static bool WouldFitWithout(PoolState state, DemandEntry demand, PlanEntry hold)
    {
        var picture = new Picture(state);
        picture.Release(hold);
        return BestFit.Find(picture, demand.Terms) is not null;
    }

    private static bool HasHold(PoolState state, RoleNode role) =>
        state.Plans.Values.Any(plan => plan.Kind == PlanKind.Hold && plan.Items.Any(item => item.Role == role.Name));

    private static bool IsDue(PoolState state, Unit unit) => DueAt(state, unit).CompareTo(state.Now) <= 0;

    private static PoolTime DueAt(PoolState state, Unit unit) => unit.Members.Max(member => member.Since ?? state.Now).Plus(Defaults.HeadWait);

    /// <summary>Chooses for each part the agent that lacks least, were all gone that may go.</summary>
    private static void Make(Deciding step, Unit unit)
    {
        var picture = Emptied(step.State);
        var items = new List<PlanItem>();
        foreach (var (demand, count) in unit.Parts)
        {
            for (var i = 0; i < count; i++)
            {
                if (Choose(picture, demand.Terms) is not { } agent)
                {
                    return;
                }

                var place = Placer.Put(picture, demand, agent);
                items.Add(new PlanItem(demand.Framework, demand.Class, demand.Terms.Role, agent.Id, place.Resources));
            }
        }

        var id = new PlanId(step.State.LastPlan + 1);
        step.Decide(new PlanMade(id, PlanKind.Hold, [.. items], [], new PoolTime(long.MaxValue)));
        Reclaim.PlanKeeping.Feed(step, step.State.Plans[id.Value]);
    }

    private static AgentEntry? Choose(Picture picture, DemandTerms terms)
    {
        AgentEntry? best = null;
        Int128 bestLack = 0;
        foreach (var agent in picture.State.Agents.Values)
        {
            if (!agent.Schedulable || !terms.Shape.FitsIn(picture.Free(agent)) || !Constraints.Match(agent, terms.Constraints))
            {
                continue;
            }

            var lack = Ranking.DominantShare(terms.Shape.Counted().Minus(agent.Free.Counted()), agent.Total.Counted());
            if (best is null || lack < bestLack)
            {
                (best, bestLack) = (agent, lack);
            }
        }

        return best;
    }

    /// <summary>Every agent with nothing on it but what is stuck or planned.</summary>
    private static Picture Emptied(PoolState state)
    {
        var picture = new Picture(state);
        foreach (var agent in state.Agents.Values)
        {
            var free = agent.Total;
            foreach (var allocation in agent.Allocations.Select(id => state.Allocations[id]).Where(a => a.State == AllocationState.Stuck))
            {
                free = free.Minus(allocation.Resources);
            }

            foreach (var plan in state.Plans.Values)
            {
                free = free.Minus(plan.NeedOn(agent.Id));
            }

            picture.SetFree(agent, free);
        }

        return picture;
    }
}
