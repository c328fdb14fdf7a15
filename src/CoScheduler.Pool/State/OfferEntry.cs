using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>An outstanding offer.</summary>
internal sealed class OfferEntry(
    OfferId id,
    FrameworkId framework,
    DemandClass @class,
    RoleName role,
    AgentId agent,
    Need need,
    int units,
    ResourceVector guaranteed,
    PoolTime deadline,
    bool afterReclaim)
{
    private OfferLink _onAgent;
    private OfferLink _inRole;
    private OfferLink _ofDemand;

    public OfferId Id { get; } = id;

    public FrameworkId Framework { get; } = framework;

    public DemandClass Class { get; } = @class;

    public RoleName Role { get; } = role;

    public AgentId Agent { get; } = agent;

    public Need Need { get; } = need;

    public int Units { get; } = units;

    public ResourceVector Guaranteed { get; } = guaranteed;

    public PoolTime Deadline { get; } = deadline;

    public bool AfterReclaim { get; } = afterReclaim;

    public ResourceVector Resources => Need.Vector;

    public DemandKey Demand => new(Framework, Class);

    /// <summary>Whether the last picture of it is old.</summary>
    public bool Touched { get; set; }

    /// <summary>Its place in one of the three lists that it stands in.</summary>
    public ref OfferLink LinkOf(OfferLane lane)
    {
        switch (lane)
        {
            case OfferLane.Agent:
                return ref _onAgent;
            case OfferLane.Role:
                return ref _inRole;
            default:
                return ref _ofDemand;
        }
    }
}
