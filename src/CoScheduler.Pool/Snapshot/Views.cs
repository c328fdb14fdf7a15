using System.Collections.Immutable;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Snapshot;

/// <summary>Entries as they are published.</summary>
internal static class Views
{
    public static AgentView Of(Dimensions dimensions, AgentEntry agent) => new(
        agent.Id,
        agent.State,
        agent.Total,
        agent.Free,
        agent.Offered,
        agent.Held,
        agent.Allocated,
        agent.Deficit,
        agent.Attributes,
        agent.Foreign,
        agent.Reservations.Count == 0
            ? ImmutableSortedDictionary<string, ResourceVector>.Empty
            : agent.Reservations.ToImmutableSortedDictionary(entry => entry.Key, entry => dimensions.VectorOf(entry.Value.Unused), StringComparer.Ordinal),
        agent.Taints);

    public static FrameworkView Of(FrameworkEntry framework) =>
        new(framework.Id, framework.Name, framework.Roles, [.. framework.Suppressed], framework.Instance, framework.GoneUntil);

    public static OfferView Of(OfferEntry offer) =>
        new(offer.Id, offer.Framework, offer.Class, offer.Role, offer.Agent, offer.Resources, offer.Guaranteed, offer.Deadline) { Set = offer.Set };

    public static DemandView Of(DemandEntry demand) => demand.View ??=
        new(demand.Framework, demand.Class, demand.Target, demand.Allocated, demand.Waiting, demand.Terms, demand.Since, demand.Reason);

    public static AllocationView Of(AllocationEntry allocation, bool elastic) => new(
        allocation.Id,
        allocation.Framework,
        allocation.Class,
        allocation.Role,
        allocation.Agent,
        allocation.Resources,
        allocation.State,
        allocation.Task,
        allocation.Payload,
        allocation.Since,
        allocation.Started,
        elastic,
        allocation.Cause,
        allocation.Deadline);
}
