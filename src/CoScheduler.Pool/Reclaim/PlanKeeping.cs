using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Keeps what comes free for plans, the oldest first; starts those that are complete, drops those that can't be.</summary>
internal static class PlanKeeping
{
    public static void Run(Deciding step)
    {
        if (step.State.Plans.Count > 0)
        {
            KeepUp(step, step.State);
        }
    }

    private static void KeepUp(Deciding step, PoolState state)
    {
        Endings.Drop(step, state.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && !Holds.IsWanted(state, plan)), PlanOutcome.Unwanted);
        var stirred = state.Plans.Values.Where(plan => plan.Stirred || (plan.Complete && plan.Kind == PlanKind.Reclaim)).OrderBy(plan => plan.Kind).ToList();
        foreach (var plan in stirred)
        {
            // What another plan gives up from here on stirs it again.
            plan.Stirred = false;
            Feed(step, plan);
        }

        foreach (var plan in state.Plans.Values.ToList())
        {
            if (state.Plans.ContainsKey(plan.Id.Value) && !Supersede(step, plan) && stirred.Contains(plan) && !IsPossible(state, plan))
            {
                step.Decide(new PlanEnded(plan.Id, PlanOutcome.Broken));
            }
        }
    }

    /// <summary>Keeps what came free since: firm demand takes offers back for less than they had.</summary>
    public static void Refill(Deciding step)
    {
        if (step.State.Plans.Count == 0)
        {
            return;
        }

        foreach (var plan in step.State.Plans.Values.Where(plan => plan.Stirred).OrderBy(plan => plan.Kind).ToList())
        {
            Feed(step, plan);
        }
    }

    /// <summary>Keeps what is free and starts the plan if that is all.</summary>
    public static void Feed(Deciding step, PlanEntry plan)
    {
        foreach (var id in plan.Agents.ToList())
        {
            var agent = step.State.Agents[id];
            if (agent.Presence != Presence.Here || plan.Outstanding(id) is not { IsZero: false } outstanding)
            {
                continue;
            }

            var take = agent.Free.Min(outstanding);
            if (!take.IsZero)
            {
                step.Decide(new PlanHeld(plan.Id, id, take));
            }
        }

        if (plan.Complete && plan.Kind == PlanKind.Reclaim && IsWithinBounds(step.State, plan))
        {
            Start(step, plan);
        }
    }

    /// <summary>Whether all that a plan still waits for on an agent is free or will come free by itself.</summary>
    public static bool IsComing(PoolState state, AgentEntry agent, PlanEntry plan)
    {
        // What all plans wait for there, less what this one does, is spoken for.
        var mine = plan.Outstanding(agent.Id);
        foreach (var (name, amount) in mine.Amounts)
        {
            var slot = state.Dimensions.SlotOf(name);
            var others = agent.Outstanding[slot] - (plan.Kind == PlanKind.Reclaim ? amount : 0);
            if (amount > agent.Room[slot] + agent.Leaving[slot] - others)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether those have left who had to for the sake of a bound. What is promised to plans counts as used already, but a plan whose
    /// own have left need not wait until those of younger plans have as well, of which there may always be more.
    /// </summary>
    private static bool IsWithinBounds(PoolState state, PlanEntry plan)
    {
        foreach (var item in plan.Items)
        {
            for (var role = state.Roles.Find(item.Role); role is not null; role = role.Parent)
            {
                if (role.CapBound.FirstAbove(role.Usage) >= 0 && (IsWaitingForItsOwn(state, plan) || role.CapBound.FirstAbove(UsedBefore(state, plan, role)) >= 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsWaitingForItsOwn(PoolState state, PlanEntry plan) => plan.Victims.Any(victim => state.Allocations.ContainsKey(victim.Value));

    /// <summary>What a role uses without what is promised to younger plans.</summary>
    private static Amounts UsedBefore(PoolState state, PlanEntry plan, RoleNode role)
    {
        var used = role.Usage.Copy();
        foreach (var younger in state.Plans.Values.Where(other => other.Id.Value > plan.Id.Value))
        {
            foreach (var item in younger.Promised)
            {
                if (state.Roles[item.Role].Path.Contains(role))
                {
                    used.Subtract(state.Dimensions.NeedOf(item.Resources));
                }
            }
        }

        return used;
    }

    private static void Start(Deciding step, PlanEntry plan)
    {
        step.Decide(new PlanEnded(plan.Id, PlanOutcome.Started));
        foreach (var item in plan.Items)
        {
            var demand = step.State.Demands[new DemandKey(item.Framework, item.Class)];
            if (demand.Terms.Mode == DemandMode.Open)
            {
                OfferRound.Open(step, demand, step.State.Agents[item.Agent], item.Resources, 1, afterReclaim: true);
            }
            else
            {
                Grants.Make(step, item.Framework, item.Class, item.Role, item.Agent, item.Resources);
            }
        }
    }

    /// <summary>What a single allocation waits for may come free elsewhere first.</summary>
    private static bool Supersede(Deciding step, PlanEntry plan)
    {
        if (plan.Promised is not [var item])
        {
            return false;
        }

        var state = step.State;
        var demand = state.Demands[new DemandKey(item.Framework, item.Class)];
        if (demand.Terms.Mode == DemandMode.Open || !IsWithinBounds(state, plan) || Places.Find(state, demand) is not { } agent)
        {
            return false;
        }

        var need = Places.Resolve(state, demand, agent);
        step.Decide(new PlanEnded(plan.Id, PlanOutcome.Superseded));
        Grants.Make(step, item.Framework, item.Class, item.Role, agent.Id, need.Vector);
        return true;
    }

    private static bool IsPossible(PoolState state, PlanEntry plan)
    {
        foreach (var id in plan.Agents)
        {
            var agent = state.Agents[id];
            var possible = plan.Kind == PlanKind.Hold ? plan.NeedOn(id).FitsIn(agent.Total) : IsComing(state, agent, plan);
            if (!agent.Schedulable || !possible)
            {
                return false;
            }
        }

        return true;
    }
}
