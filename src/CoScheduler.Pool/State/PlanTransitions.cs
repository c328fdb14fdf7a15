namespace CoScheduler.Pool.State;

internal static class PlanTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case PlanMade d:
                Make(state, new PlanEntry(d.Plan, d.Kind, d.Items, d.Victims, d.Until));
                break;
            case PlanHeld d:
                Hold(state, state.Plans[d.Plan], d.Agent, d.Resources);
                break;
            case PlanEnded d:
                End(state, state.Plans[d.Plan], d.Outcome);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    /// <summary>Counts a plan on its agents.</summary>
    public static void Enter(PoolState state, PlanEntry plan)
    {
        state.Plans.Add(plan);
        state.Deadlines.Move(DeadlineKind.Plan, plan.Id.Value, null, plan.Until);
        foreach (var id in plan.Agents)
        {
            var agent = state.Agents[id];
            agent.Plans.Add(plan);
            if (plan.Kind == PlanKind.Reclaim)
            {
                agent.Outstanding.Add(state.Dimensions.NeedOf(plan.NeedOn(id)));
            }
        }
    }

    /// <summary>Keeps an amount on an agent.</summary>
    public static void Hold(PoolState state, PlanEntry plan, AgentId id, ResourceVector amount)
    {
        var agent = state.Agents[id];
        var need = state.Dimensions.NeedOf(amount);
        plan.Keep(id, amount);
        agent.Hold(need, 1);
        if (plan.Kind == PlanKind.Reclaim)
        {
            agent.Outstanding.Subtract(need);
        }

        state.Agents.Move(agent, need, -1);
        state.Changes.Touch(agent);

        // Whom it is kept for may start on what is kept, which nobody sees as free, and others may have to ask for what they thought free:
        // in another round, if they had their turn.
        StirHeld(state, plan);
        state.Changes.Again |= plan.Kind == PlanKind.Hold;
    }

    private static void Make(PoolState state, PlanEntry plan)
    {
        state.LastPlan = Math.Max(state.LastPlan, plan.Id.Value);
        Enter(state, plan);
        foreach (var item in plan.Promised)
        {
            state.Roles[item.Role].Use(state.Dimensions.NeedOf(item.Resources));
            DemandTransitions.Adjust(state, new DemandKey(item.Framework, item.Class), planned: 1);
        }

        StirHeld(state, plan);
    }

    private static void End(PoolState state, PlanEntry plan, PlanOutcome outcome)
    {
        state.Plans.Remove(plan);
        state.Deadlines.Move(DeadlineKind.Plan, plan.Id.Value, plan.Until, null);
        foreach (var id in plan.Agents)
        {
            var agent = state.Agents[id];
            agent.Plans.Remove(plan);
            if (plan.Kind == PlanKind.Reclaim)
            {
                agent.Outstanding.Subtract(state.Dimensions.NeedOf(plan.Outstanding(id)));
            }

            if (plan.HeldOn(id) is { IsZero: false } held)
            {
                var need = state.Dimensions.NeedOf(held);
                agent.Hold(need, -1);
                state.Agents.Move(agent, need, 1);
                state.Changes.Touch(agent);
            }
        }

        foreach (var item in plan.Promised)
        {
            state.Roles[item.Role].Release(state.Dimensions.NeedOf(item.Resources));
            DemandTransitions.Adjust(state, new DemandKey(item.Framework, item.Class), planned: -1);
        }

        if (outcome == PlanOutcome.Expired)
        {
            foreach (var key in plan.Demands)
            {
                if (state.Demands.TryGetValue(key, out var demand))
                {
                    demand.HoldFrom = demand.LongWait(state.Now);
                }
            }
        }

        StirHeld(state, plan);
    }

    /// <summary>Why those wait whom a plan is for is to be looked at anew.</summary>
    public static void StirDemands(PoolState state, PlanEntry plan)
    {
        foreach (var key in plan.Demands)
        {
            if (state.Demands.TryGetValue(key, out var demand))
            {
                state.Waiting.Stir(demand);
            }
        }
    }

    /// <summary>A hold counts for nobody, but those it is for, and those it is in the way of, wait for another reason.</summary>
    private static void StirHeld(PoolState state, PlanEntry plan)
    {
        if (plan.Kind == PlanKind.Hold)
        {
            StirDemands(state, plan);
        }
    }
}
