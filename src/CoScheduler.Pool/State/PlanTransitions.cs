namespace CoScheduler.Pool.State;

internal static class PlanTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case PlanMade d:
                Make(state, new PlanEntry { Id = d.Plan, Kind = d.Kind, Items = d.Items, Victims = d.Victims, Until = d.Until });
                break;
            case PlanHeld d:
                Hold(state, state.Plans[d.Plan.Value], d.Agent, d.Resources);
                break;
            case PlanEnded d:
                End(state, state.Plans[d.Plan.Value]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    private static void Make(PoolState state, PlanEntry plan)
    {
        state.LastPlan = Math.Max(state.LastPlan, plan.Id.Value);
        state.Plans.Add(plan.Id.Value, plan);
        state.Deadlines.Move(DeadlineKind.Plan, plan.Id.Value, null, plan.Until);
        foreach (var item in plan.Promised)
        {
            state.Roles[item.Role].Use(item.Resources.Counted());
            DemandTransitions.Adjust(state, new DemandKey(item.Framework, item.Class), planned: 1);
        }
    }

    private static void Hold(PoolState state, PlanEntry plan, AgentId agent, ResourceVector amount)
    {
        plan.Held[agent.Value] = plan.HeldOn(agent).Plus(amount);
        state.Agents[agent.Value].Hold(amount);
        state.Changes.Agents.Add(agent.Value);
    }

    private static void End(PoolState state, PlanEntry plan)
    {
        state.Plans.Remove(plan.Id.Value);
        state.Deadlines.Move(DeadlineKind.Plan, plan.Id.Value, plan.Until, null);
        foreach (var (agent, amount) in plan.Held)
        {
            state.Agents[agent].Unhold(amount);
            state.Changes.Agents.Add(agent);
        }

        foreach (var item in plan.Promised)
        {
            state.Roles[item.Role].Release(item.Resources.Counted());
            DemandTransitions.Adjust(state, new DemandKey(item.Framework, item.Class), planned: -1);
        }
    }
}
