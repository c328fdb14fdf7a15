using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>An offer in the making.</summary>
internal sealed record Deal(DemandEntry Demand, AgentEntry Agent, ResourceVector Resources, int Units);

/// <summary>Deals capacity out on a trial.</summary>
internal sealed class OfferTable
{
    private readonly Deciding _step;
    private readonly Trial _trial;
    private readonly PoolState _state;
    private readonly AnyProbe _probe;
    private readonly Dictionary<(DemandEntry Demand, AgentEntry Agent), int> _byPlace = [];
    private readonly HashSet<(FrameworkId Framework, AgentEntry Agent)> _taken = [];
    private readonly Dictionary<DemandEntry, int> _dealt = [];
    private List<AgentEntry>? _cameFree;
    private readonly List<Deal> _deals = [];

    public OfferTable(Deciding step, Trial trial)
    {
        (_step, _trial, _state) = (step, trial, step.State);
        _probe = new AnyProbe(_state, IsOpenTo);
    }

    /// <summary>In the order in which they were begun.</summary>
    public IReadOnlyList<Deal> Deals => _deals;

    /// <summary>Nothing comes free while it is dealt.</summary>
    private List<AgentEntry> CameFree => _cameFree ??= OfferSearch.CameFree(_state);

    /// <summary>Deals one more piece to a demand, or finds that there is none for it.</summary>
    public bool TryDeal(Unit unit, out Obstacle? obstacle)
    {
        var demand = unit.Head;
        obstacle = null;
        var framework = _state.Frameworks[demand.Framework.Value];
        var missing = demand.Missing - _dealt.GetValueOrDefault(demand);
        return missing > 0 && (demand.Terms.Shape.IsZero ? TryDealAny(unit, framework, out obstacle) : TryDealShape(unit, framework, missing, out obstacle));
    }

    private bool TryDealShape(Unit unit, FrameworkEntry framework, int missing, out Obstacle? obstacle)
    {
        var demand = unit.Head;
        obstacle = Admission.Check(_state, unit);
        if (obstacle is not null)
        {
            return false;
        }

        var filtered = framework.Filters.Any(demand.Terms.Role, _state.Now);
        bool Open(AgentEntry agent) => IsOpenTo(demand, agent) && !(filtered && OfferFilters.Hide(framework, demand.Terms.Role, agent, LargestLike(demand, agent, missing), _state.Now));

        var agent = unit.Ready ? Places.Find(_state, demand, where: Open, reserved: false) : Places.FindAmong(_state, demand, CameFree, Open);
        if (agent is null)
        {
            return false;
        }

        var place = Placing.Put(_state, _trial, demand, agent);
        Add(demand, agent, place.Need.Vector);
        return true;
    }

    /// <summary>A demand without a shape is offered all of an agent that its role may have.</summary>
    private bool TryDealAny(Unit unit, FrameworkEntry framework, out Obstacle? obstacle)
    {
        var demand = unit.Head;
        _probe.Begin(unit, framework);
        var agent = unit.Ready ? OfferSearch.WithAnything(_state, _probe.May) : OfferSearch.WithAnything(CameFree, _probe.May);
        obstacle = agent is null ? _probe.Kept : null;
        if (agent is null)
        {
            return false;
        }

        // Nothing can be added to it: it is opened at once.
        OfferRound.Open(_step, demand, agent, _probe.Amount, 1, afterReclaim: false);
        return true;
    }

    private void Add(DemandEntry demand, AgentEntry agent, ResourceVector resources)
    {
        _dealt[demand] = _dealt.GetValueOrDefault(demand) + 1;
        if (_byPlace.TryGetValue((demand, agent), out var index))
        {
            _deals[index] = _deals[index] with { Resources = _deals[index].Resources.Plus(resources), Units = _deals[index].Units + 1 };
            return;
        }

        _byPlace.Add((demand, agent), _deals.Count);
        _taken.Add((demand.Framework, agent));
        _deals.Add(new Deal(demand, agent, resources, 1));
    }

    /// <summary>One outstanding offer a framework and agent; pieces of one demand make one offer.</summary>
    private bool IsOpenTo(DemandEntry demand, AgentEntry agent)
    {
        if (_taken.Count > 0 && _taken.Contains((demand.Framework, agent)))
        {
            return _byPlace.ContainsKey((demand, agent));
        }

        for (var offer = agent.Offers.First; offer is not null; offer = agent.Offers.Next(offer))
        {
            if (offer.Framework == demand.Framework)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The largest offer that could come of it here: what a filter is judged against.</summary>
    private ResourceVector LargestLike(DemandEntry demand, AgentEntry agent, int missing)
    {
        var dealt = _byPlace.TryGetValue((demand, agent), out var index) ? _deals[index].Units : 0;
        var times = Math.Min(missing + dealt, demand.Need.TimesIn(agent.Room) + dealt);
        return demand.Terms.Shape.Counted().Times(Math.Max(1, times));
    }
}
