using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>
/// An outstanding offer. Some time after it was closed it is another: only <see cref="Ended{T}"/> keeps one beyond the step in which it
/// was.
/// </summary>
internal sealed class OfferEntry(OfferOpened opened, Need need) : Numbered<OfferEntry>
{
    private OfferOpened _opened = opened;
    private Link<OfferEntry> _onAgent;
    private Link<OfferEntry> _ofDemand;
    private Link<OfferEntry> _inRole;

    public OfferId Id => _opened.Offer;

    public override long Number => Id.Value;

    public FrameworkId Framework => _opened.Framework;

    public DemandClass Class => _opened.Class;

    public RoleName Role => _opened.Role;

    public AgentId Agent => _opened.Agent;

    public Need Need { get; private set; } = need;

    public int Units => _opened.Units;

    public ResourceVector Guaranteed => _opened.Guaranteed;

    public PoolTime Deadline => _opened.Deadline;

    public bool AfterReclaim => _opened.AfterReclaim;

    /// <summary>The first offer of its set; null if it stands by itself.</summary>
    public OfferId? Set => _opened.Set;

    public ResourceVector Resources => Need.Vector;

    public DemandKey Demand => new(Framework, Class);

    /// <summary>Whether the last picture of it is old.</summary>
    public bool Touched { get; set; }

    /// <summary>It is made. All that it was before is forgotten.</summary>
    public void Begin(OfferOpened opened, Need need)
    {
        (_opened, Need, Touched) = (opened, need, false);
        (_onAgent, _ofDemand, _inRole) = (default, default, default);
    }

    public override ref Link<OfferEntry> LinkOf(Lane lane)
    {
        switch (lane)
        {
            case Lane.Agent:
                return ref _onAgent;
            case Lane.Demand:
                return ref _ofDemand;
            default:
                return ref _inRole;
        }
    }
}
