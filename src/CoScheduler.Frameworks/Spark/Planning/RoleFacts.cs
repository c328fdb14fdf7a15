using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>What is known of a role when its plan is made. Times are milliseconds of one clock.</summary>
internal sealed record RoleFacts
{
    public required long Now { get; init; }

    /// <summary>Requests that are accepted and have no place on the driver yet.</summary>
    public required int Waiting { get; init; }

    /// <summary>Requests that run on the driver.</summary>
    public required int Running { get; init; }

    /// <summary>When the role last had a request.</summary>
    public required long LastRequest { get; init; }

    /// <summary>Since when the requests or the driver's tasks have needed more executors than there are; null if they don't.</summary>
    public long? ShortSince { get; init; }

    public required DriverPhase Driver { get; init; }

    /// <summary>What the driver's pending and running tasks could use (<c>numberMaxNeededExecutors</c>).</summary>
    public int MaxNeeded { get; init; }

    public ImmutableArray<ExecutorFacts> Executors { get; init; } = [];

    public ImmutableArray<OfferFacts> Offers { get; init; } = [];

    /// <summary>How many executors beside the minimum the role's guarantee covers.</summary>
    public int Guaranteed { get; init; }

    /// <summary>No driver is started before this, after failed starts.</summary>
    public long DriverBackoffUntil { get; init; }

    /// <summary>No executor is started before this, after failed starts.</summary>
    public long ExecutorBackoffUntil { get; init; }
}

/// <summary>The life of a driver.</summary>
internal enum DriverPhase
{
    /// <summary>There is none.</summary>
    Absent,

    /// <summary>It starts.</summary>
    Starting,

    /// <summary>Executors can register, queries can't be sent yet.</summary>
    Registering,

    /// <summary>It takes queries.</summary>
    Serving,

    /// <summary>It was asked back or let go.</summary>
    Leaving,
}

/// <summary>Under which demand an executor stands.</summary>
internal enum ExecutorStanding
{
    /// <summary>Part of the gang with the driver.</summary>
    Minimum,

    /// <summary>Firm, within the role's guarantee.</summary>
    Guaranteed,

    /// <summary>Elastic, from an offer.</summary>
    Growth,
}

/// <summary>An executor.</summary>
internal sealed record ExecutorFacts(
    TaskId Task,
    AllocationId Allocation,
    ExecutorStanding Standing,
    bool Leaving,
    int ActiveTasks,
    int CachedBlocks,
    long? IdleSince);

/// <summary>An offer that waits for an answer.</summary>
internal sealed record OfferFacts(OfferId Offer, ResourceVector Resources);

/// <summary>What is to be so, and what is to be done now.</summary>
internal sealed record RolePlan
{
    public required int DriverTarget { get; init; }

    public required int MinimumTarget { get; init; }

    public required int GuaranteedTarget { get; init; }

    public required int GrowthTarget { get; init; }

    /// <summary>For each offer, how many executors to start in it; 0 declines it.</summary>
    public ImmutableArray<OfferAnswer> Answers { get; init; } = [];

    /// <summary>Executors to let go.</summary>
    public ImmutableArray<TaskId> LetGo { get; init; } = [];

    public bool LetDriverGo { get; init; }

    /// <summary>What losing each executor would cost.</summary>
    public ImmutableArray<KeyValuePair<AllocationId, LossCost>> Costs { get; init; } = [];
}

/// <summary>The answer to an offer.</summary>
internal sealed record OfferAnswer(OfferId Offer, int Executors);

/// <summary>What a plan goes by.</summary>
internal sealed record PlanRules(
    int Minimum,
    int Maximum,
    int SlotsPerExecutor,
    long ExecutorIdleMilliseconds,
    long DriverIdleMilliseconds,
    long GrowAfterMilliseconds,
    ResourceVector ExecutorShape);
