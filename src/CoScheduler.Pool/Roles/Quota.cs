using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>What a role may have, as an operator writes it (contract.md section 2). Null means the default.</summary>
public sealed record RoleQuota
{
    /// <summary>Had back on demand; empty guarantees nothing.</summary>
    public ResourceVector Guarantee { get; init; } = ResourceVector.Empty;

    /// <summary>Never exceeded; a resource that it doesn't name is not limited.</summary>
    public ResourceVector? Limit { get; init; }

    /// <summary>How surplus is shared among siblings; 0 gets none.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How much of an unused guarantee is lent at most; null means all.</summary>
    public ResourceVector? Lend { get; init; }

    /// <summary>How much above its guarantee it may use; null means unlimited.</summary>
    public ResourceVector? Borrow { get; init; }

    /// <summary>How long a reclaimed task may take to go.</summary>
    public long? GraceMilliseconds { get; init; }

    /// <summary>How long a task is safe from reclaim after its start.</summary>
    public long? MinRuntimeMilliseconds { get; init; }

    /// <summary>The longest grace that victims of this role's demand get.</summary>
    public long? ReclaimWithinMilliseconds { get; init; }

    /// <summary>How long demand waits before it reclaims for its share; <see cref="long.MaxValue"/> means never.</summary>
    public long? ShareReclaimAfterMilliseconds { get; init; }

    /// <summary>How many requests of the role may run at once.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>How many requests of the role may wait.</summary>
    public int? MaxQueued { get; init; }

    /// <summary>How many requests an engine runs at once on one cpu.</summary>
    public int? SlotsPerCpu { get; init; }
}

/// <summary>The tree of roles: every role by its path, parents before children in order.</summary>
/// <param name="Roles">Every role that there is. A parent of a named role is there as well.</param>
public sealed record QuotaTree(ImmutableSortedDictionary<string, RoleQuota> Roles)
{
    /// <summary>One role, <c>default</c>, that may use everything.</summary>
    public static readonly QuotaTree Default = new(ImmutableSortedDictionary<string, RoleQuota>.Empty.WithComparers(StringComparer.Ordinal).Add("default", new RoleQuota()));
}
