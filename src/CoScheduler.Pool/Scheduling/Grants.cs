using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Makes places true.</summary>
internal static class Grants
{
    public static void Make(Deciding step, IEnumerable<Place> places)
    {
        foreach (var place in places)
        {
            Make(step, place.Demand, place.Agent, place.Need);
        }
    }

    public static void Make(Deciding step, DemandEntry demand, AgentEntry agent, Need need)
    {
        if (agent.Offers.Count > 0)
        {
            MakeRoom(step, demand, agent, need);
        }

        Make(step, demand.Framework, demand.Class, demand.Terms.Role, agent.Id, need.Vector);
    }

    public static void Make(Deciding step, FrameworkId framework, DemandClass @class, RoleName role, AgentId agent, ResourceVector resources)
    {
        var id = new AllocationId(step.State.LastAllocation + 1);
        step.Decide(new AllocationMade(id, framework, @class, role, agent, resources, step.Now.Plus(Defaults.LaunchBy)));
    }

    /// <summary>Takes offers back, the youngest first, until an amount is free, what is kept for its role included.</summary>
    private static void MakeRoom(Deciding step, DemandEntry demand, AgentEntry agent, Need need)
    {
        foreach (var offer in agent.Offers.Reverse().ToList())
        {
            if (HasRoom(step.State, demand, agent, need) && (need.NamedPorts is not { } ports || agent.FreePorts is not { } free || free.Contains(ports)))
            {
                return;
            }

            if (!offer.AfterReclaim)
            {
                Endings.Rescind(step, offer);
            }
        }
    }

    private static bool HasRoom(PoolState state, DemandEntry demand, AgentEntry agent, Need need) =>
        need.FitsIn(agent.Reservations.Count == 0 ? agent.Room : PlaceFilter.ReservedRoom(agent, state.Roles[demand.Terms.Role]));
}
