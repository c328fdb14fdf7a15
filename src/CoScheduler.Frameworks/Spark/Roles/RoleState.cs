using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A role's driver, executors, grants and offers. Only the framework's loop touches it, but for the queue.</summary>
internal sealed class RoleState(RoleName role, Action<RoleName> touched, SparkFrameworkOptions options)
{
    public RoleName Role { get; } = role;

    public RoleQueue Queue { get; } = new(role, touched);

    public DemandClasses Classes { get; } = new(role);

    public DriverState? Driver { get; set; }

    public Dictionary<TaskId, ExecutorState> Executors { get; } = [];

    public SortedDictionary<long, OfferMade> Offers { get; } = [];

    /// <summary>Granted and not launched.</summary>
    public SortedDictionary<long, AllocationGranted> Grants { get; } = [];

    /// <summary>The targets as the pool knows them.</summary>
    public Dictionary<DemandClass, int> Stated { get; } = [];

    public Dictionary<DemandClass, PendingReason> Reasons { get; } = [];

    public Backoff DriverBackoff { get; } = new(options.FirstBackoff, options.LongestBackoff);

    public Backoff ExecutorBackoff { get; } = new(options.FirstBackoff, options.LongestBackoff);

    /// <summary>Why the last start failed, with the last lines of the log; null if none did since one succeeded.</summary>
    public string? LastFailure { get; set; }

    /// <summary>Whether the log of a driver's failed start is being read: what is told of it waits for that.</summary>
    public bool Explaining { get; set; }

    public long LastRequest { get; set; }

    public long? ShortSince { get; set; }

    private int _versions;

    /// <summary>Later epochs have higher versions, whatever was said in earlier ones.</summary>
    public long NextVersion(long epoch) => (epoch << 32) + ++_versions;

    public IEnumerable<ExecutorState> LiveExecutors => Executors.Values.Where(executor => !executor.Leaving);

    public ExecutorStanding StandingOf(DemandClass demandClass) =>
        demandClass == Classes.Minimum ? ExecutorStanding.Minimum
        : demandClass == Classes.Guaranteed ? ExecutorStanding.Guaranteed
        : ExecutorStanding.Growth;

    public bool IsEmpty => Driver is null && Executors.Count == 0 && Grants.Count == 0 && Offers.Count == 0 && Stated.Values.All(target => target == 0);

    public ImmutableArray<OfferFacts> OfferFacts() => [.. Offers.Values.Select(offer => new OfferFacts(offer.Offer, offer.Resources))];
}
