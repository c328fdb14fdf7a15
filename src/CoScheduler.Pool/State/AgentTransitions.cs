namespace CoScheduler.Pool.State;

internal static class AgentTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case AgentRegistered d:
                Register(state, d);
                break;
            case AgentWentAway d:
                Touch(state, d.Agent).Presence = Presence.Away;
                break;
            case AgentGivenUp d:
                Touch(state, d.Agent).Presence = Presence.Lost;
                break;
            case AgentForgotten d:
                Touch(state, d.Agent);
                state.Agents.Remove(d.Agent.Value);
                break;
            case AgentCordoned d:
                Touch(state, d.Agent).Cordoned = true;
                break;
            case AgentDraining d:
                var draining = Touch(state, d.Agent);
                (draining.Draining, draining.DrainDeadline) = (true, d.Deadline);
                break;
            case AgentResumed d:
                var resumed = Touch(state, d.Agent);
                (resumed.Cordoned, resumed.Draining, resumed.DrainDeadline) = (false, false, null);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    private static void Register(PoolState state, AgentRegistered d)
    {
        if (!state.Agents.TryGetValue(d.Agent.Value, out var agent))
        {
            agent = new AgentEntry { Id = d.Agent, Total = d.Total, Attributes = d.Attributes };
            state.Agents.Add(d.Agent.Value, agent);
        }

        agent.Resize(d.Total);
        (agent.Attributes, agent.Presence) = (d.Attributes.WithComparers(StringComparer.Ordinal), Presence.Here);
        Touch(state, d.Agent);
    }

    private static AgentEntry Touch(PoolState state, AgentId agent)
    {
        state.Changes.Agents.Add(agent.Value);
        state.Changes.Shares = true;
        return state.Agents[agent.Value];
    }
}
