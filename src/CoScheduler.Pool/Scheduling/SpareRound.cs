using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Grants spare demand what nobody wants: no place that a blocked firm demand could use.</summary>
internal static class SpareRound
{
    public static void Run(Deciding step)
    {
        var state = step.State;
        var waiting = Units.Of(state, DemandMode.Spare);
        if (waiting.Count == 0)
        {
            return;
        }

        var blocked = Units.Of(state, DemandMode.Firm).Values.SelectMany(units => units).SelectMany(unit => unit.Members).Select(demand => demand.Terms).ToList();
        var ranking = new Ranking(new Picture(state), state.Capacity, waiting);
        while (ranking.Next() is { } unit)
        {
            if (!TryPlace(step, unit, blocked) || unit.Head.Missing == 0)
            {
                ranking.Remove(unit);
            }
        }
    }

    private static bool TryPlace(Deciding step, Unit unit, List<DemandTerms> blocked)
    {
        var picture = new Picture(step.State);
        if (Admission.Check(picture, unit.Role, unit.Amount) is not null)
        {
            return false;
        }

        bool IsUnwanted(AgentEntry agent) => !blocked.Exists(terms => BestFit.CouldEver(agent, terms));

        if (BestFit.Find(picture, unit.Head.Terms, IsUnwanted) is not { } agent)
        {
            return false;
        }

        Grants.Make(step, [Placer.Put(picture, unit.Head, agent)]);
        return true;
    }
}
