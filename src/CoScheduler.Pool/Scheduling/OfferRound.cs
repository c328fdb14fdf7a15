using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Offers open demand what is left: one offer for each framework and agent, dealt out one shape at a time.</summary>
internal static class OfferRound
{
    public static void Run(Deciding step)
    {
        var state = step.State;
        var waiting = Units.Of(state, DemandMode.Open);
        if (waiting.Count == 0)
        {
            return;
        }

        var picture = new Picture(state);
        var table = new OfferTable(state, picture);
        var ranking = new Ranking(picture, state.Capacity, waiting);
        while (ranking.Next() is { } unit)
        {
            if (!table.TryDeal(unit))
            {
                ranking.Remove(unit);
            }
        }

        foreach (var deal in table.Deals)
        {
            Open(step, deal.Demand, deal.Agent, deal.Resources, deal.Units, afterReclaim: false);
        }
    }

    public static void Open(Deciding step, DemandEntry demand, AgentEntry agent, ResourceVector resources, int units, bool afterReclaim)
    {
        var role = step.State.Roles[demand.Terms.Role];
        var id = new OfferId(step.State.LastOffer + 1);
        var deadline = step.Now.Plus(Defaults.OfferDeadline);
        step.Decide(new OfferOpened(
            id, demand.Framework, demand.Class, demand.Terms.Role, agent.Id, resources, units, Guaranteed(role, resources), deadline, afterReclaim));
    }

    /// <summary>The part of an amount that the guarantee still covers.</summary>
    private static ResourceVector Guaranteed(RoleNode role, ResourceVector resources) => resources.Counted().Min(role.Guarantee.Minus(role.Used));
}
