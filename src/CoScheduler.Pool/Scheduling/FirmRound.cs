using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Grants firm demand what fits, the next in order first.</summary>
internal static class FirmRound
{
    public static void Run(Deciding step)
    {
        var state = step.State;
        var ranking = new Ranking(new Picture(state), state.Capacity, Units.Of(state, DemandMode.Firm));
        while (ranking.Next() is { } unit)
        {
            var placed = TryPlace(step, unit);
            if (!placed || unit.IsGang || unit.Head.Missing == 0)
            {
                ranking.Remove(unit);
            }
        }
    }

    private static bool TryPlace(Deciding step, Unit unit)
    {
        if (InTheWay(step.State, unit) is not { } offers)
        {
            return false;
        }

        var holds = Holds.For(step.State, unit);
        var places = Place(step.State, unit, offers, holds);
        if (places is null && unit.Role.Path.Any(role => role.Covers(unit.Amount)))
        {
            holds = Holds.LessDue(step.State);
            places = Place(step.State, unit, offers, holds);
        }

        if (places is null)
        {
            return false;
        }

        Endings.Rescind(step, offers);
        holds.ForEach(hold => step.Decide(new PlanEnded(hold.Id, hold.Complete ? PlanOutcome.Started : PlanOutcome.Superseded)));
        Grants.Make(step, places);
        return true;
    }

    private static List<Place>? Place(PoolState state, Unit unit, List<OfferEntry> offers, List<PlanEntry> holds) =>
        Placer.Find(Without(state, offers, holds, offersAreFree: false), unit) ?? Placer.Find(Without(state, offers, holds, offersAreFree: true), unit);

    /// <summary>
    /// The offers that keep a unit from what its roles may have, the youngest first: what a role was offered must not keep its
    /// own firm demand from its limit. Null if it may not be had even without them.
    /// </summary>
    private static List<OfferEntry>? InTheWay(PoolState state, Unit unit)
    {
        var offers = new List<OfferEntry>();
        while (Admission.Check(Without(state, offers, [], offersAreFree: false), unit.Role, unit.Amount) is { } obstacle)
        {
            if (state.Offers.Values.LastOrDefault(offer => !offers.Contains(offer) && state.Roles[offer.Role].Path.Contains(obstacle.Role)) is not { } next)
            {
                return null;
            }

            offers.Add(next);
        }

        return offers;
    }

    private static Picture Without(PoolState state, List<OfferEntry> offers, List<PlanEntry> holds, bool offersAreFree)
    {
        var picture = new Picture(state, offersAreFree);
        holds.ForEach(picture.Release);
        offers.ForEach(picture.Rescind);
        return picture;
    }
}
