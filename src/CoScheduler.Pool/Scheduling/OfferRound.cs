using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Offers open demand what is left: one offer for each framework and agent. Shapes are dealt out one at a time, so that shares
/// decide about each piece and not about whole agents; a demand without a shape is offered all of an agent at once.
/// </summary>
internal static class OfferRound
{
    public static void Run(Deciding step)
    {
        var state = step.State;
        var waiting = state.Waiting;
        if (waiting.Lines.Ready(DemandMode.Open) == 0 && !waiting.Lines.AnyFitsFreed(DemandMode.Open))
        {
            return;
        }

        using (var trial = Trial.Begin(state))
        {
            step.OfferTable.Begin(trial);
            Deal(state, step.OfferTable);
        }

        step.OfferTable.Open();
        waiting.PutBack();
    }

    /// <summary>Makes an offer.</summary>
    /// <param name="step">The step.</param>
    /// <param name="deal">Of what.</param>
    /// <param name="afterReclaim">Whether others were asked back for it.</param>
    /// <param name="set">The first offer of its set; null if it stands by itself.</param>
    public static void Open(Deciding step, Deal deal, bool afterReclaim, OfferId? set = null)
    {
        var demand = deal.Demand;
        var role = step.State.Roles[demand.Terms.Role];
        var id = new OfferId(step.State.LastOffer + 1);
        var deadline = step.Now.Plus(Defaults.OfferDeadline);
        step.Decide(new OfferOpened(
            id, demand.Framework, demand.Class, demand.Terms.Role, deal.Agent.Id, deal.Resources, deal.Units, Guaranteed(role, deal.Resources), deadline, afterReclaim)
        {
            Set = set,
        });
    }

    /// <summary>Makes one set of offers of what a gang is to have, one for each class and agent.</summary>
    public static void OpenSet(Deciding step, IEnumerable<Deal> pieces, bool afterReclaim)
    {
        var set = new OfferId(step.State.LastOffer + 1);
        foreach (var place in pieces.GroupBy(piece => (piece.Demand, piece.Agent)).ToList())
        {
            var resources = place.Aggregate(ResourceVector.Empty, (sum, piece) => sum.Plus(piece.Resources));
            Open(step, new Deal(place.Key.Demand, place.Key.Agent, resources, place.Sum(piece => piece.Units)), afterReclaim, set);
        }
    }

    private static void Deal(PoolState state, OfferTable table)
    {
        var waiting = state.Waiting;
        var root = state.Roles.Root.Seats[(int)DemandMode.Open];
        while ((waiting.Lines.Ready(DemandMode.Open) > 0 || waiting.Lines.AnyFitsFreed(DemandMode.Open)) && root.Next(state.Agents.Capacity) is { } unit)
        {
            if (!unit.Ready && !waiting.Lines.FitsFreed(unit))
            {
                waiting.SetAside(unit);
            }
            else if (!table.TryDeal(unit, out var obstacle))
            {
                FirmRound.Fail(waiting, unit, obstacle);
                if (obstacle is null && unit.Head.Need.IsNone && Headroom.Highest(unit.Role!) is { } bounded)
                {
                    // What a bound left of what is free may have been nothing, or no more than was declined.
                    waiting.Watch(unit, bounded);
                }
            }
        }
    }

    /// <summary>The part of an amount that the guarantee still covers.</summary>
    private static ResourceVector Guaranteed(RoleNode role, ResourceVector resources) =>
        role.Guarantee.IsZero ? ResourceVector.Empty : resources.Counted().Min(role.Guarantee.Minus(role.Used));
}
