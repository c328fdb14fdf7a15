using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

/// <summary>Offers of a framework in a role that are hidden on an agent.</summary>
internal sealed record OfferFilter(RoleName Role, AgentId Agent, ResourceVector Resources, PoolTime Until);

/// <summary>A framework that is registered.</summary>
internal sealed class FrameworkEntry
{
    public required FrameworkId Id { get; init; }

    public required string Name { get; set; }

    public required ImmutableArray<RoleName> Roles { get; set; }

    public long FailoverMilliseconds { get; set; }

    /// <summary>Rises with each registration: commands that name an older one are fenced off.</summary>
    public long Instance { get; set; }

    /// <summary>When it is torn down unless it is back; null while it is there.</summary>
    public PoolTime? GoneUntil { get; set; }

    public SortedSet<RoleName> Suppressed { get; init; } = [];

    public FilterBook Filters { get; init; } = new();

    public bool MayAskIn(RoleName role)
    {
        foreach (var allowed in Roles)
        {
            if (allowed.Value.Length == 0 || allowed == role || (role.Value.StartsWith(allowed.Value, StringComparison.Ordinal) && role.Value[allowed.Value.Length] == '/'))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsSuppressed(RoleName role) => Suppressed.Contains(RoleName.Root) || Suppressed.Contains(role);
}
