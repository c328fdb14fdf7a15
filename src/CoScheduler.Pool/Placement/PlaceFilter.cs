using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Whether one of a demand may go to an agent now: room, and all that the demand says about where.</summary>
internal readonly struct PlaceFilter(PoolState state, DemandEntry demand, bool withOffers)
{
    private readonly DemandTerms _terms = demand.Terms;
    private readonly bool _hasTaints = state.AnyTaints;
    private readonly bool _repelled = state.Repelling.Count > 0 && !demand.Terms.Labels.IsEmpty;

    /// <summary>A further condition; null if there is none.</summary>
    public Func<AgentEntry, bool>? Where { get; init; }

    /// <summary>Whether the common resources decide alone.</summary>
    public bool IsPlain { get; } = IsPlainDemand(state, demand);

    public bool Allows(AgentEntry agent) => agent.Schedulable && HasRoom(agent) && AllowsBesideRoom(agent);

    /// <summary>The same with what the agent keeps for a role and those above it.</summary>
    public bool AllowsReserved(AgentEntry agent, RoleNode role)
    {
        if (!agent.Schedulable)
        {
            return false;
        }

        var room = ReservedRoom(agent, role);
        return demand.Need.FitsIn(room) && HasPorts(agent) && AllowsBesideRoom(agent);
    }

    /// <summary>What is free for a role on an agent, reservations for it and those above it included.</summary>
    public static Amounts ReservedRoom(AgentEntry agent, RoleNode role)
    {
        var room = agent.Room.Copy();
        for (var node = role; node is not null; node = node.Parent)
        {
            if (agent.Reservations.TryGetValue(node.Name.Value, out var reservation))
            {
                room.Add(reservation.Unused);
            }
        }

        return room;
    }

    public bool AllowsBesideRoom(AgentEntry agent) =>
        (_terms.Constraints.IsEmpty || Constraints.Match(agent, _terms.Constraints))
        && (!_hasTaints || Constraints.Tolerates(agent, _terms))
        && (_terms.Affinity.IsEmpty || Affinities.Allow(state, agent, demand))
        && (!_repelled || !Affinities.Repelled(state, agent, demand))
        && (_terms.Spread.IsEmpty || SpreadSearch.Allows(state, agent, demand))
        && Where?.Invoke(agent) != false;

    private static bool IsPlainDemand(PoolState state, DemandEntry demand)
    {
        var terms = demand.Terms;
        if (!terms.Constraints.IsEmpty || !terms.Affinity.IsEmpty || !terms.Spread.IsEmpty || state.AnyTaints || (state.Repelling.Count > 0 && !terms.Labels.IsEmpty))
        {
            return false;
        }

        foreach (var slot in demand.Need.Slots)
        {
            if (slot >= Dimensions.Common)
            {
                return false;
            }
        }

        return true;
    }

    private bool HasRoom(AgentEntry agent)
    {
        var need = demand.Need;
        for (var i = 0; i < need.Slots.Length; i++)
        {
            if (need.Values[i] > agent.Room[need.Slots[i]] + (withOffers ? agent.Rescindable[need.Slots[i]] : 0))
            {
                return false;
            }
        }

        return HasPorts(agent);
    }

    /// <summary>Ports that are asked for by name must be free by name; what offers hold is taken.</summary>
    private bool HasPorts(AgentEntry agent) =>
        demand.Need.NamedPorts is not { } ports || agent.FreePorts is not { } free || (withOffers && agent.OfferedPorts is { } offered ? free.Union(offered) : free).Contains(ports);
}
