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

    public static void Open(Deciding step, DemandEntry demand, AgentEntry agent, ResourceVector resources, int units, bool afterReclaim)
    {
        var role = step.State.Roles[demand.Terms.Role];
        var id = new OfferId(step.State.LastOffer + 1);
        var deadline = step.Now.Plus(Defaults.OfferDeadline);
        step.Decide(new OfferOpened(
            id, demand.Framework, demand.Class, demand.Terms.Role, agent.Id, resources, units, Guaranteed(role, resources), deadline, afterReclaim));
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
