using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Finds places for all of a unit, or none.</summary>
internal static class Placing
{
    /// <summary>
    /// Places for all of a unit on a trial, which then has them taken; null, and nothing taken, if there are none. Exact for one shape;
    /// of a gang of several shapes two orders of packing are tried, for to try all would take for ever.
    /// </summary>
    public static List<Place>? Find(PoolState state, Trial trial, Unit unit, bool withOffers) =>
        Find(state, trial, unit, demand => Places.Find(state, demand, withOffers), withOffers);

    /// <summary>The same, with agents that a search finds for each.</summary>
    public static List<Place>? Find(PoolState state, Trial trial, Unit unit, Func<DemandEntry, AgentEntry?> search, bool withOffers = false) =>
        Find(state, trial, unit.Parts, search, withOffers) ?? (unit.Members.Length > 1 ? Find(state, trial, unit.PartsByProcessors, search, withOffers) : null);

    private static List<Place>? Find(PoolState state, Trial trial, IEnumerable<(DemandEntry Demand, int Count)> parts, Func<DemandEntry, AgentEntry?> search, bool withOffers)
    {
        var mark = trial.Mark;
        var places = new List<Place>();
        foreach (var (demand, count) in parts)
        {
            for (var i = 0; i < count; i++)
            {
                if (search(demand) is not { } agent)
                {
                    trial.UndoTo(mark);
                    return null;
                }

                places.Add(Put(state, trial, demand, agent, withOffers));
            }
        }

        return places;
    }

    public static Place Put(PoolState state, Trial trial, DemandEntry demand, AgentEntry agent, bool withOffers = false)
    {
        var need = Places.Resolve(state, demand, agent, withOffers);
        trial.Put(agent, demand, need);
        return new Place(demand, agent, need);
    }
}
