using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>The units that stand in line, by mode: how many are ready, and what shapes wait for an agent to come free.</summary>
internal sealed class Lines(PoolState state)
{
    private readonly int[] _ready = new int[3];
    private readonly Dictionary<ResourceVector, int>[] _shapes = [[], [], []];

    public int Ready(DemandMode mode) => _ready[(int)mode];

    public bool Any(DemandMode mode) => _shapes[(int)mode].Count > 0;

    /// <summary>Puts a unit into its role's line.</summary>
    public void Add(Unit unit, bool ready)
    {
        var mode = (int)unit.Mode;
        unit.InLine = true;
        unit.Role!.Seats[mode].Add(unit);
        foreach (var member in unit.Members)
        {
            _shapes[mode][member.Terms.Shape] = _shapes[mode].GetValueOrDefault(member.Terms.Shape) + 1;
        }

        SetReady(unit, ready);
    }

    /// <summary>Takes a unit out of its line, if it stands in one.</summary>
    public void Remove(Unit unit)
    {
        if (!unit.InLine)
        {
            return;
        }

        SetReady(unit, false);
        var mode = (int)unit.Mode;
        unit.InLine = false;
        unit.Role!.Seats[mode].Remove(unit);
        foreach (var member in unit.Members)
        {
            if (--_shapes[mode][member.Terms.Shape] == 0)
            {
                _shapes[mode].Remove(member.Terms.Shape);
            }
        }
    }

    /// <summary>Puts a unit back into its line, if it is still one of those that wait and stands nowhere else.</summary>
    public void PutBack(Unit unit, bool ready)
    {
        if (unit.WaitingIndex >= 0 && !unit.InLine && unit.BlockedAt is null)
        {
            Add(unit, ready);
        }
    }

    public void SetReady(Unit unit, bool ready)
    {
        unit.OnTheWatch = false;
        if (unit.Ready != ready)
        {
            unit.Ready = ready;
            _ready[(int)unit.Mode] += ready ? 1 : -1;
        }
    }

    /// <summary>Whether somebody in line might fit on one of the agents that came free.</summary>
    public bool AnyFitsFreed(DemandMode mode)
    {
        foreach (var shape in _shapes[(int)mode].Keys)
        {
            if (FitsFreed(shape))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a part of a unit might fit on one of the agents that came free.</summary>
    public bool FitsFreed(Unit unit)
    {
        foreach (var member in unit.Members)
        {
            if (FitsFreed(member.Terms.Shape))
            {
                return true;
            }
        }

        return false;
    }

    private bool FitsFreed(ResourceVector shape) => FitsOneOf(state.Agents.Looking, shape) || FitsOneOf(state.Agents.Freed, shape);

    private bool FitsOneOf(List<AgentEntry> agents, ResourceVector shape)
    {
        foreach (var agent in agents)
        {
            if (Fits(shape, agent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a shape may fit there, what offers have and what is kept for others included; one that takes anything fits where there is anything.</summary>
    private bool Fits(ResourceVector shape, AgentEntry agent)
    {
        if (!agent.Schedulable)
        {
            return false;
        }

        if (shape.IsZero || agent.Reservations.Count > 0)
        {
            return agent.Room.AnyPositive || agent.Reservations.Count > 0;
        }

        foreach (var (name, amount) in shape.Amounts)
        {
            var slot = state.Dimensions.SlotOf(name);
            if (amount > agent.Room[slot] + agent.Rescindable[slot] + agent.HeldAmounts[slot])
            {
                return false;
            }
        }

        return true;
    }
}
