using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

/// <summary>Writes the state down.</summary>
internal static class PoolImages
{
    public static PoolImage Of(PoolState state) => new()
    {
        Format = PoolImage.CurrentFormat,
        Number = state.Number,
        Now = state.Now,
        Epoch = state.Epoch,
        GateUntil = state.GateUntil,
        LastOffer = state.LastOffer,
        LastAllocation = state.LastAllocation,
        LastPlan = state.LastPlan,
        LastDemand = state.LastDemand,
        LastAgent = state.LastAgent,
        LastLot = state.LastLot,
        Quota = state.Quota,
        Agents = [.. state.Agents.InOrder.Select(Of)],
        Frameworks = [.. state.Frameworks.Values.Select(Of)],
        Demands = [.. state.Demands.Values.OrderBy(demand => demand.Order).Select(Of)],
        Lots = [.. state.Lots.Values.Select(lot => new LotImage(lot.Number, lot.Key.Framework, lot.Key.Class, lot.Terms, lot.Order))],
        Offers = [.. state.Offers.Values.Select(Of)],
        Allocations = [.. state.Allocations.Values.Select(Of)],
        Plans = [.. state.Plans.Values.Select(Of)],
        EndedTasks = [.. state.EndedTasks.InOrder.Select(ended => new EndedTask(ended.Key, ended.Value))],
        Withdrawn = [.. state.Withdrawn.InOrder.Select(demand => new WithdrawnDemand(demand.Key.Framework, demand.Key.Class, demand.Value))],
    };

    private static AgentImage Of(AgentEntry agent) => new(
        agent.Id,
        agent.Order,
        agent.Total,
        agent.Attributes,
        agent.Taints,
        agent.Presence,
        agent.Cordoned,
        agent.Draining,
        agent.DrainDeadline,
        agent.Foreign,
        [.. agent.Reservations.Select(entry => new ReservationImage(new RoleName(entry.Key), entry.Value.Static, entry.Value.Dynamic))]);

    private static FrameworkImage Of(FrameworkEntry framework) => new(
        framework.Id,
        framework.Name,
        framework.Roles,
        framework.FailoverMilliseconds,
        framework.Instance,
        framework.GoneUntil,
        [.. framework.Suppressed],
        [.. framework.Filters.InOrder]);

    private static DemandImage Of(DemandEntry demand) => new(
        demand.Framework,
        demand.Class,
        demand.Order,
        demand.Version,
        demand.Target,
        demand.Terms,
        demand.Since,
        demand.Reason,
        demand.WakeAt,
        demand.BackedOffUntil,
        demand.Backoff,
        demand.Lot?.Number,
        demand.HoldFrom);

    private static OfferImage Of(OfferEntry offer) =>
        new(offer.Id, offer.Framework, offer.Class, offer.Role, offer.Agent, offer.Resources, offer.Units, offer.Guaranteed, offer.Deadline, offer.AfterReclaim)
        {
            Set = offer.Set,
        };

    private static AllocationImage Of(AllocationEntry allocation) => new(
        allocation.Id,
        allocation.Lot.Number,
        allocation.Agent,
        allocation.Resources,
        allocation.Reservation is null ? null : RoleOf(allocation),
        allocation.Reserved?.Vector,
        allocation.State,
        allocation.Cost,
        allocation.Cause,
        allocation.Task,
        allocation.Payload,
        allocation.Made,
        allocation.Since,
        allocation.Started,
        allocation.Deadline,
        allocation.AskedUntil);

    private static RoleName RoleOf(AllocationEntry allocation) =>
        new(allocation.Home.Reservations.First(entry => entry.Value == allocation.Reservation).Key);

    private static PlanImage Of(PlanEntry plan) =>
        new(plan.Id, plan.Kind, plan.Items, plan.Victims, plan.Until, plan.Held.ToImmutableSortedDictionary(StringComparer.Ordinal));
}
