using System.Text.Json.Serialization;

namespace CoScheduler.Pool.State;

/// <summary>An outstanding offer.</summary>
internal sealed record OfferEntry(
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
    [JsonIgnore]
    public DemandKey Demand => new(Framework, Class);
}
