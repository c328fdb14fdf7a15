using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>Why something is as it is (contract.md, <c>GET /v1/explain</c>).</summary>
/// <param name="Kind"><c>task</c>, <c>gang</c>, <c>role</c>, <c>agent</c>, <c>framework</c> or <c>demand</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Role">The role it counts against; null if it has none.</param>
/// <param name="State">In one word, snake case.</param>
/// <param name="Since">Since when; null if that is not known.</param>
/// <param name="Reason">The wire name of a reason of pool.md section 8, or of a cause of reclaim; null if nothing keeps it.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Numbers">The numbers behind it, by name, in the resources' smallest units.</param>
/// <param name="BlockedBy">Who holds what it needs.</param>
/// <param name="Ahead">How many are before it; null if it is in no line.</param>
/// <param name="Expected">When that is known to change; null means unknown.</param>
/// <param name="Last">The last decisions about it, the newest last. Only those since this process started.</param>
public sealed record Explanation(
    string Kind,
    string Id,
    RoleName? Role,
    string State,
    PoolTime? Since,
    string? Reason,
    string Message,
    ImmutableSortedDictionary<string, long> Numbers,
    ImmutableArray<Blocker> BlockedBy,
    int? Ahead,
    PoolTime? Expected,
    ImmutableArray<TimedDecision> Last);

/// <summary>A decision and when it was made.</summary>
/// <param name="At">When.</param>
/// <param name="Decision">What was decided.</param>
public sealed record TimedDecision(PoolTime At, Decision Decision);
