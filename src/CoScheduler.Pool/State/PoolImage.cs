using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

/// <summary>The whole state as it is written down. What follows from the rest is left out.</summary>
internal sealed record PoolImage
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required long Number { get; init; }

    public required PoolTime Now { get; init; }

    public required long Epoch { get; init; }

    public PoolTime? GateUntil { get; init; }

    public required long LastOffer { get; init; }

    public required long LastAllocation { get; init; }

    public required long LastPlan { get; init; }

    public required long LastDemand { get; init; }

    public required QuotaTree Quota { get; init; }

    public required ImmutableArray<AgentEntry> Agents { get; init; }

    public required ImmutableArray<FrameworkEntry> Frameworks { get; init; }

    public required ImmutableArray<DemandEntry> Demands { get; init; }

    public required ImmutableArray<OfferEntry> Offers { get; init; }

    public required ImmutableArray<AllocationEntry> Allocations { get; init; }

    public required ImmutableArray<PlanEntry> Plans { get; init; }

    public required ImmutableArray<EndedTask> EndedTasks { get; init; }

    public required ImmutableArray<WithdrawnDemand> Withdrawn { get; init; }
}

/// <summary>A task that has ended, and where it ran.</summary>
internal sealed record EndedTask(string Task, AgentId Agent);

/// <summary>A demand that was withdrawn, and its last version.</summary>
internal sealed record WithdrawnDemand(FrameworkId Framework, DemandClass Class, long Version);
