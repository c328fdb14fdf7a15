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
        Endings.Drop(step, step.State.Plans.Values.Where(plan => plan.Kind == PlanKind.Hold && !Holds.IsWanted(step.State, plan)), PlanOutcome.Unwanted);
        foreach (var plan in step.State.Plans.Values.OrderBy(plan => plan.Kind).ToList())
        {
            Feed(step, plan);
        }

        foreach (var plan in step.State.Plans.Values.ToList())
        {
            if (!Supersede(step, plan) && !IsPossible(step.State, plan))
            {
                step.Decide(new PlanEnded(plan.Id, PlanOutcome.Broken));
            }
        }
    }

    /// <summary>Keeps what is free and starts the plan if that is all.</summary>
    public static void Feed(Deciding step, PlanEntry plan)
    {
        foreach (var id in plan.Agents)
        {
            var agent = step.State.Agents[id.Value];
            var take = agent.Presence == Presence.Here ? agent.Free.Min(plan.Outstanding(id)) : ResourceVector.Empty;
            if (!take.IsZero)
            {
                step.Decide(new PlanHeld(plan.Id, id, take));
            }
        }

        if (plan.Complete && plan.Kind == PlanKind.Reclaim)
        {
            Start(step, plan);
        }
    }

    /// <summary>What will come free on an agent by itself and is not spoken for by plans, free capacity included.</summary>
    public static ResourceVector Coming(PoolState state, AgentEntry agent, PlanEntry? except = null)
    {
        var spokenFor = ResourceVector.Empty;
        foreach (var plan in state.Plans.Values.Where(plan => plan != except && plan.Kind == PlanKind.Reclaim))
        {
            spokenFor = spokenFor.Plus(plan.Outstanding(agent.Id));
        }

        return agent.Free.Plus(Leaving(state, agent)).Minus(spokenFor).Minus(agent.Deficit);
    }

    /// <summary>What is on its way out; what is stuck is not.</summary>
    public static ResourceVector Leaving(PoolState state, AgentEntry agent)
    {
        var leaving = ResourceVector.Empty;
        foreach (var allocation in agent.Allocations.Select(id => state.Allocations[id]))
        {
            leaving = allocation.State is AllocationState.Reclaiming or AllocationState.Killing ? leaving.Plus(allocation.Resources) : leaving;
        }

        return leaving;
    }

    private static void Start(Deciding step, PlanEntry plan)
    {
        step.Decide(new PlanEnded(plan.Id, PlanOutcome.Started));
        foreach (var item in plan.Items)
        {
            var demand = step.State.Demands[new DemandKey(item.Framework, item.Class)];
            if (demand.Terms.Mode == DemandMode.Open)
            {
                OfferRound.Open(step, demand, step.State.Agents[item.Agent.Value], item.Resources, 1, afterReclaim: true);
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

        var demand = step.State.Demands[new DemandKey(item.Framework, item.Class)];
        if (demand.Terms.Mode == DemandMode.Open || BestFit.Find(new Picture(step.State), demand.Terms) is not { } agent)
        {
            return false;
        }

        var resources = demand.Terms.Shape.Resolve(agent.Free);
        step.Decide(new PlanEnded(plan.Id, PlanOutcome.Superseded));
        Grants.Make(step, item.Framework, item.Class, item.Role, agent.Id, resources);
        return true;
    }

    private static bool IsPossible(PoolState state, PlanEntry plan)
    {
        foreach (var id in plan.Agents)
        {
            var agent = state.Agents[id.Value];
            var possible = plan.Kind == PlanKind.Hold ? plan.NeedOn(id).FitsIn(agent.Total) : plan.Outstanding(id).FitsIn(Coming(state, agent, plan));
            if (!agent.Schedulable || !possible)
            {
                return false;
            }
        }

        return true;
    }
}
