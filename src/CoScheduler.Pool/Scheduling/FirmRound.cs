using CoScheduler.Pool.Placement;
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
        var state = step.State;
        if (Admission.Check(new Picture(state), unit.Role, unit.Amount) is { } obstacle && !TakeOffersBack(step, unit, obstacle))
        {
            return false;
        }

        var places = Placer.Find(new Picture(state), unit) ?? Placer.Find(new Picture(state, offersAreFree: true), unit);
        if (places is null)
        {
            return false;
        }

        Grants.Make(step, places);
        return true;
    }

    /// <summary>What a role was offered itself must not keep its firm demand from its limit.</summary>
    private static bool TakeOffersBack(Deciding step, Unit unit, Obstacle obstacle)
    {
        var offers = step.State.Offers.Values.Where(offer => step.State.Roles[offer.Role].Path.Contains(obstacle.Role)).Reverse().ToList();
        var offered = offers.Aggregate(ResourceVector.Empty, (sum, offer) => sum.Plus(offer.Resources.Counted()));
        if (!obstacle.Role.Used.Minus(offered).Plus(unit.Amount).StaysWithin(obstacle.Role.Cap))
        {
            return false;
        }

        foreach (var offer in offers)
        {
            if (Admission.Check(new Picture(step.State), unit.Role, unit.Amount) is null)
            {
                return true;
            }

            step.Decide(new OfferClosed(offer.Id, OfferClosure.Rescinded));
        }

        return Admission.Check(new Picture(step.State), unit.Role, unit.Amount) is null;
    }
}
