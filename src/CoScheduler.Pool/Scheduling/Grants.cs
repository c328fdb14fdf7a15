using CoScheduler.Pool.Placement;
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
            MakeRoom(step, place.Agent, place.Resources);
            Make(step, place.Demand.Framework, place.Demand.Class, place.Demand.Terms.Role, place.Agent.Id, place.Resources);
        }
    }

    public static void Make(Deciding step, FrameworkId framework, DemandClass @class, RoleName role, AgentId agent, ResourceVector resources)
    {
        var id = new AllocationId(step.State.LastAllocation + 1);
        step.Decide(new AllocationMade(id, framework, @class, role, agent, resources, step.Now.Plus(Defaults.LaunchBy)));
    }

    /// <summary>Takes offers back, the youngest first, until an amount is free.</summary>
    public static void MakeRoom(Deciding step, AgentEntry agent, ResourceVector resources)
    {
        foreach (var id in agent.Offers.Reverse().ToList())
        {
            if (resources.FitsIn(agent.Free))
            {
                return;
            }

            if (!step.State.Offers[id].AfterReclaim)
            {
                step.Decide(new OfferClosed(new OfferId(id), OfferClosure.Rescinded));
            }
        }
    }
}
