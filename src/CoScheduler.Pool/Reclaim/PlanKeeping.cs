using CoScheduler.Pool.Placement;
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
        if (state.Plans.Holds > 0)
        {
            Endings.Drop(step, state.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && !Holds.IsWanted(state, plan)), PlanOutcome.Unwanted);
        }

        foreach (var plan in Stirred(state))
        {
            // What another plan gives up from here on stirs it again.
            (plan.Stirred, plan.LookedAt) = (false, true);
            Feed(step, plan);
        }

        foreach (var plan in state.Plans.Values.ToList())
        {
            var lookedAt = plan.LookedAt;
            plan.LookedAt = false;
            if (state.Plans.Contains(plan) && !Supersede(step, plan) && lookedAt && !IsPossible(state, plan))
            {
                step.Decide(new PlanEnded(plan.Id, PlanOutcome.Broken));
            }
        }
    }

    /// <summary>The plans that are to be looked at: those for which others were asked come first, the older first.</summary>
    private static List<PlanEntry> Stirred(PoolState state)
    {
        var stirred = new List<PlanEntry>();
        foreach (var kind in new[] { PlanKind.Reclaim, PlanKind.Hold })
        {
            foreach (var plan in state.Plans.Values)
            {
                if (plan.Kind == kind && (plan.Stirred || PlanBounds.MayHaveRoom(plan)))
                {
                    stirred.Add(plan);
                }
            }
        }

        return stirred;
    }

    /// <summary>Keeps what came free since: firm demand takes offers back for less than they had.</summary>
    public static void Refill(Deciding step)
    {
        if (step.State.Plans.Count > 0)
        {
            foreach (var plan in Stirred(step.State))
            {
                Feed(step, plan);
            }
        }
    }

    /// <summary>Keeps what is free and starts the plan if that is all.</summary>
    public static void Feed(Deciding step, PlanEntry plan)
    {
        foreach (var id in plan.Agents)
        {
            var agent = step.State.Agents[id];
            if (agent.Presence != Presence.Here || !agent.Room.AnyPositive || plan.Outstanding(id) is not { IsZero: false } outstanding)
            {
                continue;
            }

            var take = agent.Free.Min(plan.Kind == PlanKind.Reclaim ? PlanBounds.KeepableNow(step.State, plan, agent, outstanding) : outstanding);
            if (!take.IsZero)
            {
                step.Decide(new PlanHeld(plan.Id, id, take));
            }
        }

        if (plan.Complete && plan.Kind == PlanKind.Reclaim && PlanBounds.Allow(step.State, plan))
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

    private static void Start(Deciding step, PlanEntry plan)
    {
        step.Decide(new PlanEnded(plan.Id, PlanOutcome.Started));
        var first = step.State.Demands[plan.Demands[0]].Terms;
        if (first.Mode != DemandMode.Open)
        {
            foreach (var item in plan.Items)
            {
                Grants.Make(step, item.Framework, item.Class, item.Role, item.Agent, item.Resources);
            }

            return;
        }

        var deals = plan.Items.Select(item => new Deal(step.State.Demands[new DemandKey(item.Framework, item.Class)], step.State.Agents[item.Agent], item.Resources, 1));
        if (first.Gang is not null)
        {
            OfferRound.OpenSet(step, deals, afterReclaim: true);
        }
        else
        {
            OfferRound.Open(step, deals.Single(), afterReclaim: true);
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
        if (demand.Terms.Mode == DemandMode.Open || !PlanBounds.Allow(state, plan) || Places.Find(state, demand) is not { } agent)
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
