using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>One allocation's place.</summary>
internal sealed record Place(DemandEntry Demand, AgentEntry Agent, ResourceVector Resources);

/// <summary>Finds places for all of a unit, or none.</summary>
internal static class Placer
{
    public static List<Place>? Find(Picture picture, Unit unit)
    {
        var places = new List<Place>();
        foreach (var (demand, count) in unit.Parts)
        {
            for (var i = 0; i < count; i++)
            {
                if (BestFit.Find(picture, demand.Terms) is not { } agent)
                {
                    return null;
                }

                places.Add(Put(picture, demand, agent));
            }
        }

        return places;
    }

    public static Place Put(Picture picture, DemandEntry demand, AgentEntry agent)
    {
        var resources = demand.Terms.Shape.Resolve(picture.Free(agent));
        picture.Put(agent, picture.State.Roles[demand.Terms.Role], resources);
        return new Place(demand, agent, resources);
    }
}
