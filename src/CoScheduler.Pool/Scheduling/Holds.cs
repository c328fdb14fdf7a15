using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Resources;
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
    private static readonly List<Unit> Nobody = [];
    private static readonly PlanEntry[] None = [];

    public static void Run(Deciding step)
    {
        var due = Due(step.State);
        if (due.Count > 0)
        {
            MakeFor(step, due);
        }
    }

    private static void MakeFor(Deciding step, List<Unit> due)
    {
        var state = step.State;
        var heads = Heads(state);
        foreach (var head in due.Where(unit => heads[unit.Role!] == unit).OrderBy(head => head.Role!.Name).ToList())
        {
            if (!HasHold(state, head.Role!) && Admission.Check(state, head) is null)
            {
                Make(step, head);
            }
        }
    }

    /// <summary>Of units that are alike, the one that has waited longest, where that is long and no bound is in the way; in no order.</summary>
    private static List<Unit> Due(PoolState state)
    {
        List<Unit>? due = null;
        foreach (var group in state.Waiting.Claimants(DemandMode.Firm).Groups)
        {
            if ((group.LongAt ??= DueAt(state, group.First)).CompareTo(state.Now) <= 0 && group.BarredAt != group.Kind.Role.Turn && IsAdmitted(state, group))
            {
                (due ??= []).Add(group.First);
            }
        }

        return due ?? Nobody;
    }

    private static bool IsAdmitted(PoolState state, UnitGroup group)
    {
        var obstacle = Admission.Check(state, group.First);
        group.BarredAt = obstacle is { Code: ReasonCode.RoleLimit or ReasonCode.ParentLimit } ? group.Kind.Role.Turn : null;
        if (obstacle is { Code: ReasonCode.NoCapacity } && group.First.InLine)
        {
            state.Waiting.BlockUnlent(group.First);
        }

        return obstacle is null;
    }

    /// <summary>The first of each role's line, in no order.</summary>
    private static Dictionary<RoleNode, Unit> Heads(PoolState state)
    {
        var heads = new Dictionary<RoleNode, Unit>();
        foreach (var group in state.Waiting.Claimants(DemandMode.Firm).Groups)
        {
            var unit = group.First;
            if (!heads.TryGetValue(unit.Role!, out var head) || UnitOrder.Instance.Compare(unit, head) < 0)
            {
                heads[unit.Role!] = unit;
            }
        }

        return heads;
    }

    /// <summary>What is kept for a unit.</summary>
    public static IReadOnlyList<PlanEntry> For(PoolState state, Unit unit) =>
        state.Plans.Holds == 0 ? None : [.. state.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && unit.Members.Any(member => plan.IsFor(member.Key)))];

    /// <summary>What is kept for those who are not inside their guarantee.</summary>
    public static IReadOnlyList<PlanEntry> LessDue(PoolState state) =>
        [.. state.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && !plan.Items.All(item => state.Roles[item.Role].CoversOnPath(state.Dimensions.NeedOf(item.Resources))))];

    /// <summary>Whether all that a hold is for is still missing.</summary>
    public static bool IsWanted(PoolState state, PlanEntry hold) =>
        hold.Demands.All(key => state.Demands.TryGetValue(key, out var demand) && demand.Missing > 0 && !Never.Is(state, demand));

    /// <summary>When a unit will have waited long; null if it has, or is not of those who wait so.</summary>
    public static PoolTime? NextChance(PoolState state, Unit unit) =>
        unit.Mode == DemandMode.Firm && !IsDue(state, unit) ? DueAt(state, unit) : null;

    /// <summary>The hold without which a demand would have a place; null if there is none.</summary>
    public static PlanEntry? InTheWayOf(PoolState state, DemandEntry demand) =>
        state.Plans.Values.FirstOrDefault(plan => plan.Kind == PlanKind.Hold && !plan.IsFor(demand.Key) && WouldFitWithout(state, demand, plan));

    private static bool WouldFitWithout(PoolState state, DemandEntry demand, PlanEntry hold)
    {
        using var trial = Trial.Begin(state);
        trial.Release(hold);
        return Places.Find(state, demand) is not null;
    }

    private static bool HasHold(PoolState state, RoleNode role) =>
        state.Plans.Holds > 0 && state.Plans.Values.Any(plan => plan.Kind == PlanKind.Hold && plan.Items.Any(item => item.Role == role.Name));

    private static bool IsDue(PoolState state, Unit unit) => DueAt(state, unit).CompareTo(state.Now) <= 0;

    private static PoolTime DueAt(PoolState state, Unit unit)
    {
        PoolTime due = default;
        foreach (var member in unit.Members)
        {
            var waited = (member.Since ?? state.Now).Plus(Defaults.HeadWait);
            var at = member.HoldFrom is { } from && from.CompareTo(waited) > 0 ? from : waited;
            due = at.CompareTo(due) > 0 ? at : due;
        }

        return due;
    }

    /// <summary>Chooses for each part the agent that lacks least, were all gone that may go.</summary>
    private static void Make(Deciding step, Unit unit)
    {
        var state = step.State;
        var emptied = new Dictionary<AgentEntry, Amounts>();
        var items = new List<PlanItem>();
        foreach (var (demand, count) in unit.Parts)
        {
            for (var i = 0; i < count; i++)
            {
                if (Choose(state, emptied, demand) is not { } agent)
                {
                    return;
                }

                var need = demand.Need;
                emptied[agent].Subtract(need);
                items.Add(new PlanItem(demand.Framework, demand.Class, demand.Terms.Role, agent.Id, need.Vector));
            }
        }

        var id = new PlanId(state.LastPlan + 1);
        step.Decide(new PlanMade(id, PlanKind.Hold, [.. items], [], unit.Head.LongWait(step.Now)));
        Reclaim.PlanKeeping.Feed(step, state.Plans[id]);
    }

    private static AgentEntry? Choose(PoolState state, Dictionary<AgentEntry, Amounts> emptied, DemandEntry demand)
    {
        var filter = new PlaceFilter(state, demand, withOffers: false);
        AgentEntry? best = null;
        var bestLack = ulong.MaxValue;
        foreach (var agent in state.Agents.InOrder)
        {
            if (!agent.Schedulable || !HasPorts(agent, demand.Need) || !filter.AllowsBesideRoom(agent))
            {
                continue;
            }

            if (!emptied.TryGetValue(agent, out var free))
            {
                emptied.Add(agent, free = Emptied(state, agent));
            }

            if (demand.Need.FitsIn(free) && Lack(state, agent, demand.Need) is var lack && lack < bestLack)
            {
                (best, bestLack) = (agent, lack);
            }
        }

        return best;
    }

    /// <summary>
    /// Ports by name must be free now, or be offered: then the hold keeps them as well. A hold for which another must give up its port
    /// first would keep the rest idle for as long as that one runs.
    /// </summary>
    private static bool HasPorts(AgentEntry agent, Need need) =>
        need.NamedPorts is not { } ports || agent.FreePorts is not { } free || (agent.OfferedPorts is { } offered ? free.Union(offered) : free).Contains(ports);

    /// <summary>What is missing there now, in parts of what it has.</summary>
    private static ulong Lack(PoolState state, AgentEntry agent, Need need)
    {
        var (lack, total) = (new Amounts(), new Amounts());
        total.Add(state.Dimensions.NeedOf(agent.Total.Counted()));
        foreach (var slot in need.Slots)
        {
            lack[slot] = Math.Max(0, need[slot] - agent.Room[slot]);
        }

        return Rank.DominantShare(lack, total);
    }

    /// <summary>An agent with nothing on it but what is stuck, planned, foreign or reserved.</summary>
    private static Amounts Emptied(PoolState state, AgentEntry agent)
    {
        var free = agent.Room.Copy();
        free.Add(agent.OfferedAmounts);
        free.Add(agent.HeldAmounts);
        free.Add(agent.AllocatedAmounts);
        foreach (var stuck in agent.Allocations.Where(allocation => allocation.State == AllocationState.Stuck))
        {
            free.Subtract(stuck.Need);
        }

        foreach (var plan in agent.Plans)
        {
            free.Subtract(state.Dimensions.NeedOf(plan.NeedOn(agent.Id)));
        }

        return free;
    }
}
