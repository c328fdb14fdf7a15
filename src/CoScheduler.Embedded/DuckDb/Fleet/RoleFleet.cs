using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>A role's workers, what waits for them, and what the pool was told. Changed by the fleet's loop alone.</summary>
internal sealed class RoleFleet(RoleName role)
{
    /// <summary>After so many failed starts in a row, those that wait are told instead of waiting on.</summary>
    public const int FailuresBeforeRefusal = 3;

    private const long LongestBackoff = 30_000;
    private const long ShortestBackoff = 250;

    private static readonly ImmutableArray<string> _prefixes = ["first/", "more/"];

    public RoleName Role { get; } = role;

    public DemandClass FirstClass { get; } = new(_prefixes[0] + role.Value);

    public DemandClass MoreClass { get; } = new(_prefixes[1] + role.Value);

    public List<LeaseRequest> Waiting { get; } = [];

    public List<Worker> Workers { get; } = [];

    /// <summary>What the pool was last told that is wanted, by class.</summary>
    public Dictionary<DemandClass, int> Targets { get; } = [];

    /// <summary>Why classes wait, as the pool says.</summary>
    public Dictionary<DemandClass, PendingReason> Reasons { get; } = [];

    public FleetPlan Plan { get; set; } = new(0, 0, [], null);

    /// <summary>How many starts failed in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Why the last one failed.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Until when no worker is asked for.</summary>
    public long BackoffUntil { get; private set; }

    public static RoleName? RoleOf(DemandClass name) =>
        _prefixes.Where(p => name.Value.StartsWith(p, StringComparison.Ordinal)).Select(p => (RoleName?)new RoleName(name.Value[p.Length..])).FirstOrDefault();

    public FleetPicture Picture(long now) =>
        new(Waiting.Count(r => r.Known is null), [.. Workers.Select(w => w.Picture(now))], now < BackoffUntil);

    public void StartFailed(string why, long now)
    {
        Failures++;
        LastFailure = why;
        BackoffUntil = now + Math.Min(LongestBackoff, ShortestBackoff << Math.Min(Failures, 10));
    }

    public void StartSucceeded()
    {
        Failures = 0;
        LastFailure = null;
        BackoffUntil = 0;
    }
}
