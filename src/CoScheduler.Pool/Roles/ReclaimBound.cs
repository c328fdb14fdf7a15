using System.Collections.Immutable;

namespace CoScheduler.Pool.Roles;

/// <summary>
/// How long a role waits at most for what it may ask back (pool.md section 6): if a placement exists from free capacity and
/// eligible victims, it starts within
/// <c>minRuntime + grace + kill wait + rounds × round interval</c>, where
/// <list type="bullet">
/// <item><c>minRuntime</c> is the longest of all other roles: until then a victim that has just started is safe;</item>
/// <item><c>grace</c> is the longest of all other roles, at most the role's own <c>reclaimWithin</c>;</item>
/// <item>the kill wait is <see cref="Defaults.KillWait"/>, after which an unconfirmed kill no longer counts as use;</item>
/// <item><c>rounds</c> is the number of victims over <see cref="Defaults.ReclaimBatch"/>, rounded up, and at least 1: a round asks
/// that many back, and the next one begins <see cref="Defaults.RoundInterval"/> later.</item>
/// </list>
/// Times that a role doesn't name are those of the nearest role above it that does, else the defaults. How long a task takes from
/// its launch to its start is not in it.
/// </summary>
public static class ReclaimBound
{
    /// <summary>The bound of every role of a tree.</summary>
    /// <param name="tree">A tree that <see cref="QuotaValidator"/> finds no fault with.</param>
    /// <param name="victims">How many tasks are asked back at most; one or none takes one round.</param>
    /// <returns>The bounds, by role; times too long for a number are <see cref="long.MaxValue"/>.</returns>
    public static ImmutableSortedDictionary<string, RoleBound> Of(QuotaTree tree, int victims)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(victims);
        var rounds = Math.Max(1, (victims + (long)Defaults.ReclaimBatch - 1) / Defaults.ReclaimBatch);
        var bounds = ImmutableSortedDictionary.CreateBuilder<string, RoleBound>(StringComparer.Ordinal);
        foreach (var (role, quota) in tree.Roles)
        {
            var bound = Longest(tree, role) + Defaults.KillWait + (rounds * Defaults.RoundInterval);
            var wait = Inherited(tree, role, q => q.ShareReclaimAfterMilliseconds) ?? Defaults.ShareReclaimAfter;
            bounds.Add(role, new RoleBound(
                quota.Guarantee.IsZero ? null : Saturated(bound),
                wait == long.MaxValue ? null : Saturated(bound + wait)));
        }

        return bounds.ToImmutable();
    }

    /// <summary>The longest safe time of another role's task, and the longest grace that the role lets it have.</summary>
    private static Int128 Longest(QuotaTree tree, string role)
    {
        var within = Inherited(tree, role, q => q.ReclaimWithinMilliseconds) ?? long.MaxValue;
        var (safe, grace) = (0L, 0L);
        foreach (var other in tree.Roles.Keys.Where(other => other != role))
        {
            safe = Math.Max(safe, Inherited(tree, other, q => q.MinRuntimeMilliseconds) ?? Defaults.MinRuntime);
            grace = Math.Max(grace, Inherited(tree, other, q => q.GraceMilliseconds) ?? Defaults.Grace);
        }

        return (Int128)safe + Math.Min(grace, within);
    }

    private static long? Inherited(QuotaTree tree, string role, Func<RoleQuota, long?> field)
    {
        for (var path = role; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            if (tree.Roles.TryGetValue(path, out var quota) && field(quota) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static long Saturated(Int128 value) => value > long.MaxValue ? long.MaxValue : (long)value;
}

/// <summary>How long a role waits at most for what it may ask back.</summary>
/// <param name="GuaranteeMilliseconds">Until demand inside its guarantee starts; null if it is guaranteed nothing of its own.</param>
/// <param name="ShareMilliseconds">Until demand inside its fair share starts, its <c>shareReclaimAfter</c> included; null if it never asks back for its share.</param>
public sealed record RoleBound(long? GuaranteeMilliseconds, long? ShareMilliseconds);
