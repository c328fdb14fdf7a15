using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

/// <summary>The whole state as it is written down. What follows from the rest is left out.</summary>
internal sealed record PoolImage
{
    public const int CurrentFormat = 2;

    public required int Format { get; init; }

    public required long Number { get; init; }

    public required PoolTime Now { get; init; }

    public required long Epoch { get; init; }

    public PoolTime? GateUntil { get; init; }

    public required long LastOffer { get; init; }

    public required long LastAllocation { get; init; }

    public required long LastPlan { get; init; }

    public required long LastDemand { get; init; }

    public required long LastAgent { get; init; }

    public required long LastLot { get; init; }

    public required QuotaTree Quota { get; init; }

    public required ImmutableArray<AgentImage> Agents { get; init; }

    public required ImmutableArray<FrameworkImage> Frameworks { get; init; }

    public required ImmutableArray<DemandImage> Demands { get; init; }

    public required ImmutableArray<LotImage> Lots { get; init; }

    public required ImmutableArray<OfferImage> Offers { get; init; }

    public required ImmutableArray<AllocationImage> Allocations { get; init; }

    public required ImmutableArray<PlanImage> Plans { get; init; }

    public required ImmutableArray<EndedTask> EndedTasks { get; init; }

    public required ImmutableArray<WithdrawnDemand> Withdrawn { get; init; }
}

internal sealed record AgentImage(
    AgentId Id,
    long Order,
    ResourceVector Total,
    ImmutableSortedDictionary<string, string> Attributes,
    ImmutableArray<Taint> Taints,
    Presence Presence,
    bool Cordoned,
    bool Draining,
    PoolTime? DrainDeadline,
    ResourceVector Foreign,
    ImmutableArray<ReservationImage> Reservations);

internal sealed record ReservationImage(RoleName Role, ResourceVector Static, ResourceVector Dynamic);

internal sealed record FrameworkImage(
    FrameworkId Id,
    string Name,
    ImmutableArray<RoleName> Roles,
    long FailoverMilliseconds,
    long Instance,
    PoolTime? GoneUntil,
    ImmutableArray<RoleName> Suppressed,
    ImmutableArray<OfferFilter> Filters);

internal sealed record DemandImage(
    FrameworkId Framework,
    DemandClass Class,
    long Order,
    long Version,
    int Target,
    DemandTerms Terms,
    PoolTime? Since,
    PendingReason? Reason,
    PoolTime? WakeAt,
    PoolTime? BackedOffUntil,
    long Backoff,
    long? Lot,
    PoolTime? HoldFrom = null);

internal sealed record LotImage(long Number, FrameworkId Framework, DemandClass Class, DemandTerms Terms, long Order);

internal sealed record OfferImage(
    OfferId Id,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    int Units,
    ResourceVector Guaranteed,
    PoolTime Deadline,
    bool AfterReclaim)
{
    public OfferId? Set { get; init; }
}

internal sealed record AllocationImage(
    AllocationId Id,
    long Lot,
    AgentId Agent,
    ResourceVector Resources,
    RoleName? ReservedFor,
    ResourceVector? Reserved,
    AllocationState State,
    LossCost Cost,
    ReclaimCause? Cause,
    TaskId? Task,
    string? Payload,
    PoolTime Made,
    PoolTime Since,
    PoolTime? Started,
    PoolTime? Deadline,
    PoolTime? AskedUntil = null);

internal sealed record PlanImage(
    PlanId Id,
    PlanKind Kind,
    ImmutableArray<PlanItem> Items,
    ImmutableArray<AllocationId> Victims,
    PoolTime Until,
    ImmutableSortedDictionary<string, ResourceVector> Held);

/// <summary>A task that has ended, and where it ran.</summary>
internal sealed record EndedTask(string Task, AgentId Agent);

/// <summary>A demand that was withdrawn, and its last version.</summary>
internal sealed record WithdrawnDemand(FrameworkId Framework, DemandClass Class, long Version);
