using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What of an agent can be offered to a demand without a shape; used for one demand after the other.</summary>
internal sealed class AnyProbe
{
    private readonly PoolState _state;
    private readonly Func<DemandEntry, AgentEntry, bool> _isOpenTo;
    private Unit? _unit;
    private FrameworkEntry? _framework;
    private bool _filtered;

    public AnyProbe(PoolState state, Func<DemandEntry, AgentEntry, bool> isOpenTo)
    {
        (_state, _isOpenTo) = (state, isOpenTo);
        May = Allows;
    }

    /// <summary>Whether anything of an agent can be offered.</summary>
    public Func<AgentEntry, bool> May { get; }

    /// <summary>What of the agent that was last looked at can be offered.</summary>
    public ResourceVector Amount { get; private set; } = ResourceVector.Empty;

    /// <summary>What kept the agent that was last looked at, though something of it was free; null if nothing did.</summary>
    public Obstacle? Kept { get; private set; }

    public void Begin(Unit unit, FrameworkEntry framework)
    {
        (_unit, _framework, Kept) = (unit, framework, null);
        _filtered = framework.Filters.Any(unit.Head.Terms.Role, _state.Now);
    }

    private bool Allows(AgentEntry agent)
    {
        var demand = _unit!.Head;
        if (!_isOpenTo(demand, agent) || !Constraints.Allow(agent, demand.Terms))
        {
            return false;
        }

        Amount = Headroom.Clip(_unit.Role!, agent.Free);
        if (Amount.IsZero || (_filtered && OfferFilters.Hide(_framework!, demand.Terms.Role, agent, Amount, _state.Now)))
        {
            return false;
        }

        var need = ReferenceEquals(Amount, agent.Free) ? agent.FreeNeed : _state.Dimensions.NeedOf(Amount);
        Kept = Admission.Check(_state, _unit.Role!, demand, need);
        return Kept is null;
    }
}
