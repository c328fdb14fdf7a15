using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>An offer in the making.</summary>
/// <param name="Demand">For whom.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">Of what.</param>
/// <param name="Units">How many of the demand it is for.</param>
internal readonly record struct Deal(DemandEntry Demand, AgentEntry Agent, ResourceVector Resources, int Units);

/// <summary>Deals capacity out on a trial; used for one round after the other.</summary>
internal sealed class OfferTable
{
    private const int MostKept = 1024;

    private readonly Deciding _step;
    private readonly PoolState _state;
    private readonly AnyProbe _any;
    private readonly ShapeProbe _shape;
    private readonly Dictionary<(DemandEntry Demand, AgentEntry Agent), int> _byPlace = [];
    private readonly HashSet<(FrameworkId Framework, AgentEntry Agent)> _taken = [];
    private readonly Dictionary<DemandEntry, int> _dealt = [];
    private readonly List<Deal> _deals = [];
    private readonly List<List<Deal>> _sets = [];
    private List<AgentEntry>? _cameFree;
    private Trial? _trial;

    public OfferTable(Deciding step)
    {
        (_step, _state) = (step, step.State);
        (_any, _shape) = (new AnyProbe(_state, IsOpenTo), new ShapeProbe(_state, this));
    }

    /// <summary>Nothing comes free while it is dealt.</summary>
    private List<AgentEntry> CameFree => _cameFree ??= OfferSearch.CameFree(_state);

    public void Begin(Trial trial) => _trial = trial;

    /// <summary>Makes offers of what was dealt, in the order in which they were begun: the trial is over, and so is the round.</summary>
    public void Open()
    {
        for (var i = 0; i < _deals.Count; i++)
        {
            OfferRound.Open(_step, _deals[i], afterReclaim: false);
        }

        foreach (var set in _sets)
        {
            OfferRound.OpenSet(_step, set, afterReclaim: false);
        }

        (_trial, _cameFree) = (null, null);
        Clear();
    }

    /// <summary>Deals one more piece to a demand, or finds that there is none for it.</summary>
    public bool TryDeal(Unit unit, out Obstacle? obstacle)
    {
        var demand = unit.Head;
        obstacle = null;
        var framework = _state.Frameworks[demand.Framework.Value];
        if (unit.IsGang)
        {
            return !_dealt.ContainsKey(demand) && TryDealGang(unit, framework, out obstacle);
        }

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

        _shape.Begin(demand, framework, missing);
        var agent = unit.Ready ? Places.Find(_state, demand, where: _shape.May, reserved: false) : Places.FindAmong(_state, demand, CameFree, _shape.May);
        if (agent is null)
        {
            return false;
        }

        var place = Placing.Put(_state, _trial!, demand, agent);
        Add(demand, agent, place.Need.Vector);
        return true;
    }

    /// <summary>A gang is offered all that it misses, or nothing.</summary>
    private bool TryDealGang(Unit unit, FrameworkEntry framework, out Obstacle? obstacle)
    {
        obstacle = Admission.Check(_state, unit);
        if (obstacle is not null || Placing.Find(_state, _trial!, unit, demand => FindFor(demand, framework)) is not { } places)
        {
            return false;
        }

        foreach (var place in places)
        {
            _dealt[place.Demand] = _dealt.GetValueOrDefault(place.Demand) + 1;
            _taken.Add((place.Demand.Framework, place.Agent));
        }

        _sets.Add([.. places.Select(place => new Deal(place.Demand, place.Agent, place.Need.Vector, 1))]);
        return true;
    }

    /// <summary>Where one was turned down another is not offered: how many will come there is not known yet.</summary>
    private AgentEntry? FindFor(DemandEntry demand, FrameworkEntry framework)
    {
        _shape.Begin(demand, framework, missing: 1);
        return Places.Find(_state, demand, where: _shape.May, reserved: false);
    }

    /// <summary>A demand without a shape is offered all of an agent that its role may have.</summary>
    private bool TryDealAny(Unit unit, FrameworkEntry framework, out Obstacle? obstacle)
    {
        var demand = unit.Head;
        _any.Begin(unit, framework);
        var agent = unit.Ready ? OfferSearch.WithAnything(_state, _any.May) : OfferSearch.WithAnything(CameFree, _any.May);
        obstacle = agent is null ? _any.Kept : null;
        if (agent is null)
        {
            return false;
        }

        // Nothing can be added to it: it is opened at once.
        OfferRound.Open(_step, new Deal(demand, agent, _any.Amount, 1), afterReclaim: false);
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
    public bool IsOpenTo(DemandEntry demand, AgentEntry agent)
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
    public ResourceVector LargestLike(DemandEntry demand, AgentEntry agent, int missing)
    {
        var dealt = _byPlace.TryGetValue((demand, agent), out var index) ? _deals[index].Units : 0;
        var times = Math.Min(missing + dealt, demand.Need.TimesIn(agent.Room) + dealt);
        return demand.Terms.Shape.Counted().Times(Math.Max(1, times));
    }

    /// <summary>What a large round made large is let go of.</summary>
    private void Clear()
    {
        var large = _deals.Count > MostKept;
        _sets.Clear();
        _byPlace.Clear();
        _taken.Clear();
        _dealt.Clear();
        _deals.Clear();
        if (large)
        {
            _byPlace.TrimExcess();
            _taken.TrimExcess();
            _dealt.TrimExcess();
            _deals.TrimExcess();
        }
    }
}
