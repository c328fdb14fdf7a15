using System.Text.Json.Serialization;

namespace CoScheduler.Pool.State;

/// <summary>A demand is known by its framework and its class.</summary>
internal readonly record struct DemandKey(FrameworkId Framework, DemandClass Class) : IComparable<DemandKey>
{
    public int CompareTo(DemandKey other) =>
        string.CompareOrdinal(Framework.Value, other.Framework.Value) is var order and not 0
            ? order
            : string.CompareOrdinal(Class.Value, other.Class.Value);
}

/// <summary>A demand, and what was found for it.</summary>
internal sealed class DemandEntry
{
    public required FrameworkId Framework { get; init; }

    public required DemandClass Class { get; init; }

    /// <summary>How old it is: lower is older.</summary>
    public required long Order { get; init; }

    public long Version { get; set; }

    public int Target { get; set; }

    public required DemandTerms Terms { get; set; }

    /// <summary>Since when something is missing.</summary>
    public PoolTime? Since { get; set; }

    public PendingReason? Reason { get; set; }

    public PoolTime? WakeAt { get; set; }

    public PoolTime? BackedOffUntil { get; set; }

    public long Backoff { get; set; }

    [JsonIgnore]
    public int Allocated { get; set; }

    [JsonIgnore]
    public int Offered { get; set; }

    [JsonIgnore]
    public int Planned { get; set; }

    /// <summary>Why it can't be met as things are, judged in <see cref="JudgedIn"/>.</summary>
    [JsonIgnore]
    public PendingReason? NeverBecause { get; set; }

    /// <summary>In which <see cref="PoolState.World"/> that was judged; none yet.</summary>
    [JsonIgnore]
    public long JudgedIn { get; set; } = -1;

    [JsonIgnore]
    public DemandKey Key => new(Framework, Class);

    /// <summary>What nothing was found for yet.</summary>
    [JsonIgnore]
    public int Missing => Math.Max(0, Target - Allocated - Offered - Planned);

    /// <summary>What it has not.</summary>
    [JsonIgnore]
    public int Waiting => Math.Max(0, Target - Allocated);

    public void Restamp(PoolTime now) => Since = Waiting == 0 ? null : Since ?? now;
}
