using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Scheduling;

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
internal sealed class DemandEntry(DemandKey key, long order) : Ordered<DemandEntry>
{
    private List<Lot>? _olderLots;

    public DemandKey Key { get; } = key;

    public FrameworkId Framework => Key.Framework;

    public DemandClass Class => Key.Class;

    /// <summary>How old it is: lower is older.</summary>
    public long Order { get; } = order;

    public long Version { get; set; }

    public int Target { get; set; }

    public required DemandTerms Terms { get; set; }

    /// <summary>What one of it takes.</summary>
    public required Need Need { get; set; }

    /// <summary>Since when something is missing.</summary>
    public PoolTime? Since { get; set; }

    public PendingReason? Reason { get; set; }

    public PoolTime? WakeAt { get; set; }

    /// <summary>From when capacity may be kept for it again, after it was in vain; null if it was not.</summary>
    public PoolTime? HoldFrom { get; set; }

    public PoolTime? BackedOffUntil { get; set; }

    public long Backoff { get; set; }

    public int Allocated { get; set; }

    public int Offered { get; set; }

    public int Planned { get; set; }

    /// <summary>Its outstanding offers; null if it never had one.</summary>
    public LinkedByNumber<OfferEntry>? Offers { get; private set; }

    /// <summary>What its next allocations are put into; null until the first under these terms.</summary>
    public Lot? Lot { get; set; }

    /// <summary>Lots of earlier terms that still have allocations, the oldest first.</summary>
    public IReadOnlyList<Lot> OlderLots => _olderLots ?? (IReadOnlyList<Lot>)[];

    /// <summary>It, or the gang that it is a class of.</summary>
    public Unit? Unit { get; set; }

    /// <summary>Whether it can't be met as things are, judged in <see cref="JudgedIn"/>.</summary>
    public bool Never { get; set; }

    /// <summary>In which <see cref="PoolState.World"/> that was judged; none yet.</summary>
    public long JudgedIn { get; set; } = -1;

    /// <summary>Where it stands in the <see cref="HostBook"/>, which alone sets it; null if nowhere.</summary>
    public List<DemandEntry>? Hosted { get; set; }

    public int HostedAt { get; set; }

    /// <summary>Where one was last placed, and that no earlier agent had room then.</summary>
    public AgentEntry? LastPlace { get; set; }

    /// <summary>As of which <see cref="AgentTable.Easings"/> that holds.</summary>
    public long LastPlaceAt { get; set; }

    /// <summary>Whether it changed since the last round began.</summary>
    public bool Stirred { get; set; }

    /// <summary>Whether a place may be found for it now that was not before.</summary>
    public bool LookAnew { get; set; }

    /// <summary>Whether its reason is to be looked at anew at this round's end.</summary>
    public bool ToJudge { get; set; }

    /// <summary>Its last picture; null if it is old.</summary>
    public DemandView? View { get; set; }

    public bool Removed { get; set; }

    public void AddOffer(OfferEntry offer) => (Offers ??= new LinkedByNumber<OfferEntry>(Lane.Demand)).Add(offer);

    public void AddOlder(Lot lot) => (_olderLots ??= []).Add(lot);

    public void RemoveOlder(Lot lot) => _olderLots?.Remove(lot);

    /// <summary>What nothing was found for yet.</summary>
    public int Missing => Math.Max(0, Target - Allocated - Offered - Planned);

    /// <summary>What it has not.</summary>
    public int Waiting => Math.Max(0, Target - Allocated);

    /// <summary>When it will have waited twice as long as it has; a while at least.</summary>
    public PoolTime LongWait(PoolTime now) => now.Plus(Math.Max(Defaults.HoldFor, now.Milliseconds - (Since ?? now).Milliseconds));

    public void Restamp(PoolTime now)
    {
        Since = Waiting == 0 ? null : Since ?? now;
        HoldFrom = Waiting == 0 ? null : HoldFrom;
    }
}
