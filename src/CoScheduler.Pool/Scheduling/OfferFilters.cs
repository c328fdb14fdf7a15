using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What a framework has turned down and does not want to see again yet.</summary>
internal static class OfferFilters
{
    public static bool Hide(FrameworkEntry framework, RoleName role, AgentEntry agent, ResourceVector resources, PoolTime now) =>
        framework.Filters.Exists(filter => IsAhead(filter, now) && filter.Role == role && filter.Agent == agent.Id && resources.Counted().FitsIn(filter.Resources.Counted()));

    /// <summary>When the first filter of a role ends, or null if it has none.</summary>
    public static PoolTime? FirstEnd(FrameworkEntry framework, RoleName role, PoolTime now)
    {
        PoolTime? first = null;
        foreach (var filter in framework.Filters.Where(filter => IsAhead(filter, now) && filter.Role == role))
        {
            first = first is { } before && before.CompareTo(filter.Until) <= 0 ? before : filter.Until;
        }

        return first;
    }

    private static bool IsAhead(OfferFilter filter, PoolTime now) => filter.Until.CompareTo(now) > 0;
}
