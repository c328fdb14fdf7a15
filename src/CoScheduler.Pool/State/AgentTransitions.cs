using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

internal static class AgentTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        var any = state.Agents.NotLost > 0;
        Carry(state, decision);
        if (any != state.Agents.NotLost > 0)
        {
            // Without an agent nothing is said never to be.
            state.ChangeWorld();
        }
    }

    private static void Carry(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case AgentRegistered d:
                Register(state, d);
                break;
            case AgentWentAway d:
                Change(state, d.Agent, agent => agent.Presence = Presence.Away);
                break;
            case AgentGivenUp d:
                Change(state, d.Agent, agent => agent.Presence = Presence.Lost);
                break;
            case AgentForgotten d:
                Forget(state, state.Agents[d.Agent]);
                break;
            case AgentCordoned d:
                Change(state, d.Agent, agent => agent.Cordoned = true);
                break;
            case AgentDraining d:
                Change(state, d.Agent, agent => (agent.Draining, agent.DrainDeadline) = (true, d.Deadline));
                break;
            case AgentResumed d:
                Change(state, d.Agent, agent => (agent.Cordoned, agent.Draining, agent.DrainDeadline) = (false, false, null));
                break;
            case ForeignChanged d:
                Change(state, d.Agent, agent => agent.Resize(agent.Total, d.Resources));
                break;
            case ReservationChanged d:
                Change(state, d.Agent, agent => Reserve(state, agent, d.Role, reservation => reservation.Dynamic = d.Resources));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    /// <summary>Sets what an agent keeps for a role. What allocations use of it stays theirs.</summary>
    public static void Reserve(PoolState state, AgentEntry agent, RoleName role, Action<ReservationEntry> change)
    {
        if (!agent.Reservations.TryGetValue(role.Value, out var reservation))
        {
            agent.Reservations.Add(role.Value, reservation = new ReservationEntry());
        }

        change(reservation);
        Reserving.Trim(state, agent, reservation);
        Reserving.Recount(state, reservation);
        if (reservation.Total.IsZero && reservation.Used.AllZero)
        {
            agent.Reservations.Remove(role.Value);
        }

        if (state.Roles.Find(role) is { } node)
        {
            _ = agent.Reservations.ContainsKey(role.Value) ? node.ReservedOn.Add(agent.Order) : node.ReservedOn.Remove(agent.Order);
        }

        agent.Resize(agent.Total, agent.Foreign);
    }

    private static void Register(PoolState state, AgentRegistered d)
    {
        var old = state.Agents.Find(d.Agent);
        var agent = old ?? state.Agents.Add(d.Agent, ++state.LastAgent);
        var reserved = d.Reserved ?? ImmutableSortedDictionary<string, ResourceVector>.Empty;
        var moved = !agent.Attributes.SequenceEqual(d.Attributes);
        Change(state, d.Agent, known =>
        {
            (known.Attributes, known.Taints, known.Presence) = (d.Attributes.WithComparers(StringComparer.Ordinal), d.Taints ?? [], Presence.Here);
            known.Resize(d.Total, known.Foreign);
            foreach (var role in known.Reservations.Keys.Union(reserved.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
            {
                Reserve(state, known, new RoleName(role), reservation => reservation.Static = reserved.GetValueOrDefault(role, ResourceVector.Empty));
            }
        });
        state.AnyTaints = !agent.Taints.IsEmpty || (state.AnyTaints && AnyTaints(state));
        if (old is null)
        {
            state.Agents.Index.AddToDomains(agent);
        }
        else if (moved)
        {
            state.Agents.Index.ForgetDomains();
            state.Labels.Forget();
        }
    }

    private static void Forget(PoolState state, AgentEntry agent)
    {
        Touch(state, agent);
        foreach (var role in agent.Reservations.Keys)
        {
            state.Roles.Find(new RoleName(role))?.ReservedOn.Remove(agent.Order);
        }

        state.Agents.Remove(agent);
        state.ChangeAgent(agent, gone: true);
        state.AnyTaints = AnyTaints(state);
    }

    private static bool AnyTaints(PoolState state) => state.Agents.InOrder.Any(known => !known.Taints.IsEmpty);

    private static void Change(PoolState state, AgentId id, Action<AgentEntry> change)
    {
        var agent = state.Agents[id];
        state.Agents.Change(agent, change);
        state.ChangeAgent(agent, gone: false);
        Touch(state, agent);
    }

    private static void Touch(PoolState state, AgentEntry agent)
    {
        state.Changes.Touch(agent);
        state.Changes.Shares = true;
    }
}
