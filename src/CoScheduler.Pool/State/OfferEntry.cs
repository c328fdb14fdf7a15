using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>An outstanding offer.</summary>
internal sealed record OfferEntry(
    OfferId Id,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    Need Need,
    int Units,
    ResourceVector Guaranteed,
    PoolTime Deadline,
    bool AfterReclaim)
{
    public ResourceVector Resources => Need.Vector;

    public DemandKey Demand => new(Framework, Class);

    /// <summary>Whether the last picture of it is old.</summary>
    public bool Touched { get; set; }
}
