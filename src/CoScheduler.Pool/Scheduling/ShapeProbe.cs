using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Whether one more of a demand with a shape can be offered on an agent; used for one demand after the other.</summary>
internal sealed class ShapeProbe
{
    private readonly PoolState _state;
    private readonly OfferTable _table;
    private DemandEntry? _demand;
    private FrameworkEntry? _framework;
    private int _missing;
    private bool _filtered;

    public ShapeProbe(PoolState state, OfferTable table) => (_state, _table, May) = (state, table, Allows);

    public Func<AgentEntry, bool> May { get; }

    /// <summary>Looks for a demand of which so many are missing.</summary>
    public void Begin(DemandEntry demand, FrameworkEntry framework, int missing)
    {
        (_demand, _framework, _missing) = (demand, framework, missing);
        _filtered = framework.Filters.Any(demand.Terms.Role, _state.Now);
    }

    private bool Allows(AgentEntry agent) =>
        _table.IsOpenTo(_demand!, agent)
        && !(_filtered && OfferFilters.Hide(_framework!, _demand!.Terms.Role, agent, _table.LargestLike(_demand, agent, _missing), _state.Now));
}
