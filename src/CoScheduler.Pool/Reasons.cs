using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>Why something waits: the closed list of pool.md section 8. Their wire names are in snake case.</summary>
public enum ReasonCode
{
    /// <summary>Never: larger than a limit.</summary>
    ExceedsLimit,

    /// <summary>Never: no agent could host it, even empty.</summary>
    NoAgentFits,

    /// <summary>Never: no such role.</summary>
    UnknownRole,

    /// <summary>Never: its deadline can't be met.</summary>
    DeadlineUnreachable,

    /// <summary>The role is at its limit.</summary>
    RoleLimit,

    /// <summary>A role above it is at its limit.</summary>
    ParentLimit,

    /// <summary>Others hold the capacity.</summary>
    NoCapacity,

    /// <summary>A constraint fails where there is capacity.</summary>
    Constraint,

    /// <summary>There is enough in sum, on no one agent.</summary>
    Fragmented,

    /// <summary>Others come first.</summary>
    Ahead,

    /// <summary>Kept for a blocked head.</summary>
    HeldForHead,

    /// <summary>The rest of its gang does not fit.</summary>
    WaitingForGang,

    /// <summary>What it needs has been asked back.</summary>
    WaitingForReclaim,

    /// <summary>The role runs as many as it may.</summary>
    MaxRunning,

    /// <summary>The master restarted and waits for its agents.</summary>
    RestartGate,

    /// <summary>Its framework wants no offers.</summary>
    Suppressed,

    /// <summary>It backs off after declining, or after causing reclaim.</summary>
    BackingOff,

    /// <summary>It has an offer that it has not answered.</summary>
    AwaitingAnswer,
}

/// <summary>Why a demand waits, with numbers.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Numbers">The numbers in it, by name, in the resources' smallest units.</param>
/// <param name="BlockedBy">Who holds what it needs.</param>
/// <param name="Until">When that is known to change; null means unknown.</param>
public sealed record PendingReason(
    ReasonCode Code,
    string Message,
    ImmutableSortedDictionary<string, long> Numbers,
    ImmutableArray<Blocker> BlockedBy,
    PoolTime? Until)
{
    /// <summary>Whether it can never be met as things are.</summary>
    public bool Never => Code <= ReasonCode.DeadlineUnreachable;

    /// <summary>The wire name, for example <c>no_capacity</c>.</summary>
    public string Name => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(Code.ToString());
}

/// <summary>Who holds what somebody waits for.</summary>
/// <param name="Kind"><c>role</c>, <c>task</c>, <c>agent</c> or <c>framework</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Role">The role it counts against, if it has one.</param>
/// <param name="Amount">How much.</param>
public sealed record Blocker(string Kind, string Id, RoleName? Role, ResourceVector Amount);
