using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>An offer in the making.</summary>
internal sealed record Deal(DemandEntry Demand, AgentEntry Agent, ResourceVector Resources, int Units);

/// <summary>Deals capacity out on a picture, so that shares decide about each piece and not about whole agents.</summary>
internal sealed class OfferTable(PoolState state, Picture picture)
{
    private readonly Dictionary<(FrameworkId, AgentId), int> _byPlace = [];
    private readonly List<Deal> _deals = [];

    /// <summary>In the order in which they were begun.</summary>
    public IReadOnlyList<Deal> Deals => _deals;

    /// <summary>Deals one more piece to a demand, or finds that there is none for it.</summary>
    public bool TryDeal(Unit unit)
    {
        var demand = unit.Head;
        if (!state.Frameworks.TryGetValue(demand.Framework.Value, out var framework) || framework.IsSuppressed(demand.Terms.Role))
        {
            return false;
        }

        var dealt = _deals.Where(deal => deal.Demand == demand).Sum(deal => deal.Units);
        return dealt < demand.Missing && (demand.Terms.Shape.IsZero ? TryDealAny(unit, framework) : TryDealShape(unit, framework, demand.Missing - dealt));
    }

    private bool TryDealShape(Unit unit, FrameworkEntry framework, int missing)
    {
        var demand = unit.Head;
        if (Admission.Check(picture, unit.Role, demand.Terms.Shape.Counted()) is not null)
        {
            return false;
        }

        bool Open(AgentEntry agent) =>
            IsOpenTo(demand, agent) && !OfferFilters.Hide(framework, demand.Terms.Role, agent, LargestLike(demand, agent, missing), state.Now);

        if (BestFit.Find(picture, demand.Terms, Open) is not { } agent)
        {
            return false;
        }

        var place = Placer.Put(picture, demand, agent);
        Add(demand, agent, place.Resources);
        return true;
    }

    /// <summary>A demand without a shape is offered all of an agent that its role may have.</summary>
    private bool TryDealAny(Unit unit, FrameworkEntry framework)
    {
        var demand = unit.Head;
        foreach (var agent in state.Agents.Values)
        {
            if (!agent.Schedulable || !Constraints.Match(agent, demand.Terms.Constraints) || !IsOpenTo(demand, agent) || _byPlace.ContainsKey((demand.Framework, agent.Id)))
            {
                continue;
            }

            var amount = Headroom.Clip(picture, unit.Role, picture.Free(agent));
            if (amount.IsZero || OfferFilters.Hide(framework, demand.Terms.Role, agent, amount, state.Now) || Admission.Check(picture, unit.Role, amount.Counted()) is not null)
            {
                continue;
            }

            picture.Put(agent, unit.Role, amount);
            Add(demand, agent, amount);
            return true;
        }

        return false;
    }

    private void Add(DemandEntry demand, AgentEntry agent, ResourceVector resources)
    {
        if (_byPlace.TryGetValue((demand.Framework, agent.Id), out var index))
        {
            _deals[index] = _deals[index] with { Resources = _deals[index].Resources.Plus(resources), Units = _deals[index].Units + 1 };
            return;
        }

        _byPlace.Add((demand.Framework, agent.Id), _deals.Count);
        _deals.Add(new Deal(demand, agent, resources, 1));
    }

    /// <summary>One outstanding offer a framework and agent; pieces of one demand make one offer.</summary>
    private bool IsOpenTo(DemandEntry demand, AgentEntry agent) =>
        _byPlace.TryGetValue((demand.Framework, agent.Id), out var index)
            ? _deals[index].Demand == demand
            : !agent.Offers.Any(id => state.Offers[id].Framework == demand.Framework);

    /// <summary>The largest offer that could come of it here: what a filter is judged against.</summary>
    private static ResourceVector LargestLike(DemandEntry demand, AgentEntry agent, int missing)
    {
        var times = Math.Min(missing, agent.Free.TimesFitting(demand.Terms.Shape));
        return demand.Terms.Shape.Counted().Times(Math.Max(1, times));
    }
}
