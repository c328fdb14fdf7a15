using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>A place that is being made for a demand. Counted by the pool, never used twice.</summary>
/// <param name="Value">The number.</param>
[JsonConverter(typeof(PlanIdJsonConverter))]
public readonly record struct PlanId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => $"p{Value}";
}

/// <summary>What a plan is.</summary>
public enum PlanKind
{
    /// <summary>Others were asked back for it.</summary>
    Reclaim,

    /// <summary>A blocked head waits for what comes free.</summary>
    Hold,
}

/// <summary>How a plan ended.</summary>
public enum PlanOutcome
{
    /// <summary>All of it was free, and what it was made for has it.</summary>
    Started,

    /// <summary>What it was made for found another place first.</summary>
    Superseded,

    /// <summary>What it was made for is no longer wanted.</summary>
    Unwanted,

    /// <summary>It can't come true any more: an agent or a quota changed, or somebody did not go.</summary>
    Broken,

    /// <summary>It was kept for as long as it may be, and was not complete.</summary>
    Expired,
}

/// <summary>One allocation of a plan.</summary>
/// <param name="Framework">Whose demand it answers.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">What it takes, ports by name.</param>
public sealed record PlanItem(FrameworkId Framework, DemandClass Class, RoleName Role, AgentId Agent, ResourceVector Resources);

/// <summary>How an offer ended.</summary>
public enum OfferClosure
{
    /// <summary>Tasks were taken out of it.</summary>
    Accepted,

    /// <summary>It was turned down.</summary>
    Declined,

    /// <summary>Its deadline passed.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Rescinded,
}
