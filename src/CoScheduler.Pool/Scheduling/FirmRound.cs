using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Grants firm demand what fits, the next in order first.</summary>
internal static class FirmRound
{
    public static void Run(Deciding step)
    {
        var state = step.State;
        var waiting = state.Waiting;
        if (waiting.Lines.Ready(DemandMode.Firm) == 0 && !waiting.Lines.AnyFitsFreed(DemandMode.Firm))
        {
            return;
        }

        var root = state.Roles.Root.Seats[(int)DemandMode.Firm];
        while ((waiting.Lines.Ready(DemandMode.Firm) > 0 || waiting.Lines.AnyFitsFreed(DemandMode.Firm)) && root.Next(state.Agents.Capacity) is { } unit)
        {
            if (!unit.Ready && !waiting.Lines.FitsFreed(unit))
            {
                waiting.SetAside(unit);
            }
            else if (TryPlace(step, unit, out var obstacle))
            {
                Placed(waiting, unit);
            }
            else
            {
                Fail(waiting, unit, obstacle);
                if (obstacle is null)
                {
                    WatchGuarantee(state, unit);
                }
            }
        }

        waiting.PutBack();
    }

    /// <summary>Once it is inside its guarantee, which it is when its role or one beside it uses less, what is kept for others may be its.</summary>
    private static void WatchGuarantee(PoolState state, Unit unit)
    {
        if (state.Plans.Count > 0 && unit.Role!.AnyGuarantee && !unit.Role.CoversOnPath(unit.Amount))
        {
            state.Waiting.Watch(unit, unit.Role.AncestorAt(1));
        }
    }

    /// <summary>A unit that was not placed waits for what keeps it.</summary>
    public static void Fail(Waiting waiting, Unit unit, Obstacle? obstacle)
    {
        if (!unit.OnTheWatch || waiting.Lines.FitsFreed(unit))
        {
            JudgeAll(waiting, unit);
        }

        switch (obstacle)
        {
            case null:
                waiting.SetAside(unit);
                break;
            case { Code: ReasonCode.NoCapacity }:
                waiting.BlockUnlent(unit);
                break;
            default:
                waiting.Block(unit, obstacle.Role);
                break;
        }
    }

    private static void JudgeAll(Waiting waiting, Unit unit)
    {
        foreach (var member in unit.Members)
        {
            waiting.Judge(member);
        }
    }

    private static void Placed(Waiting waiting, Unit unit)
    {
        waiting.ReadyNeighbours();
        if (unit.IsGang || unit.Head.Missing == 0)
        {
            waiting.Renew(unit);
        }
    }

    private static bool TryPlace(Deciding step, Unit unit, out Obstacle? obstacle)
    {
        var state = step.State;
        obstacle = Admission.Check(state, unit);
        if (obstacle is not null || unit.IsGang || state.Plans.Count > 0)
        {
            return TryPlaceWithOthersGone(step, unit, ref obstacle);
        }

        var agent = Places.Find(state, unit.Head);
        var withOffers = agent is null && state.Offers.Count > 0;
        agent = withOffers ? Places.Find(state, unit.Head, withOffers: true) : agent;
        if (agent is null)
        {
            return false;
        }

        Grants.Make(step, unit.Head, agent, Places.Resolve(state, unit.Head, agent, withOffers));
        return true;
    }

    /// <summary>Takes offers back that are in the way, and uses what is held: for this unit, or for those who are less due.</summary>
    private static bool TryPlaceWithOthersGone(Deciding step, Unit unit, ref Obstacle? obstacle)
    {
        var state = step.State;
        List<Place>? places = null;
        List<OfferEntry> offers;
        IReadOnlyList<PlanEntry> holds;
        using (var trial = Trial.Begin(state))
        {
            if (InTheWay(state, trial, unit, out obstacle) is not { } inTheWay)
            {
                return false;
            }

            offers = inTheWay;
            var mark = trial.Mark;
            holds = Holds.For(state, unit);
            places = PlaceWith(state, trial, unit, holds);
            if (places is null && state.Plans.Count > 0 && unit.Role!.CoversOnPath(unit.Amount) && Holds.LessDue(state) is { Count: > 0 } lessDue)
            {
                trial.UndoTo(mark);
                holds = lessDue;
                places = PlaceWith(state, trial, unit, holds);
            }
        }

        if (places is null)
        {
            return false;
        }

        Endings.Rescind(step, offers);
        foreach (var hold in holds)
        {
            step.Decide(new PlanEnded(hold.Id, hold.Complete ? PlanOutcome.Started : PlanOutcome.Superseded));
        }

        Grants.Make(step, places);
        return true;
    }

    private static List<Place>? PlaceWith(PoolState state, Trial trial, Unit unit, IReadOnlyList<PlanEntry> holds)
    {
        trial.Release(holds);
        return Placing.Find(state, trial, unit, withOffers: false)
            ?? (state.Offers.Count > 0 ? Placing.Find(state, trial, unit, withOffers: true) : null);
    }

    /// <summary>
    /// The offers that keep a unit from what its roles may have, the youngest first: what a role was offered must not keep its
    /// own firm demand from its limit. What others were asked back for stays, or they would be asked in turns. Null if it may not be had
    /// even without them.
    /// </summary>
    private static List<OfferEntry>? InTheWay(PoolState state, Trial trial, Unit unit, out Obstacle? obstacle)
    {
        var offers = new List<OfferEntry>();
        while ((obstacle = Admission.Check(state, unit)) is not null)
        {
            if (obstacle.Code == ReasonCode.MaxRunning || Youngest(state, obstacle.Role, offers) is not { } next)
            {
                return null;
            }

            offers.Add(next);
            trial.Rescind(next);
        }

        return offers;
    }

    private static OfferEntry? Youngest(PoolState state, RoleNode role, List<OfferEntry> but) =>
        state.Offers.Count == 0
            ? null
            : role.Subtree
                .SelectMany(node => node.OfferedHere)
                .OrderByDescending(offer => offer.Id.Value)
                .FirstOrDefault(offer => !offer.AfterReclaim && !but.Contains(offer));
}
