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
            MakeRoom(step, agent, need);
        }

        Make(step, demand.Framework, demand.Class, demand.Terms.Role, agent.Id, need.Vector);
    }

    public static void Make(Deciding step, FrameworkId framework, DemandClass @class, RoleName role, AgentId agent, ResourceVector resources)
    {
        var id = new AllocationId(step.State.LastAllocation + 1);
        step.Decide(new AllocationMade(id, framework, @class, role, agent, resources, step.Now.Plus(Defaults.LaunchBy)));
    }

    /// <summary>Takes offers back, the youngest first, until an amount is free.</summary>
    private static void MakeRoom(Deciding step, AgentEntry agent, Need need)
    {
        foreach (var offer in agent.Offers.Reverse().ToList())
        {
            if (need.FitsIn(agent.Room) && (need.NamedPorts is not { } ports || agent.FreePorts is not { } free || free.Contains(ports)))
            {
                return;
            }

            if (!offer.AfterReclaim)
            {
                step.Decide(new OfferClosed(offer.Id, OfferClosure.Rescinded));
            }
        }
    }
}
