using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What a framework has turned down and does not want to see again yet.</summary>
internal static class OfferFilters
{
    public static bool Hide(FrameworkEntry framework, RoleName role, AgentEntry agent, ResourceVector resources, PoolTime now)
    {
        foreach (var filter in framework.Filters.At(role, agent.Id))
        {
            if (filter.Until.CompareTo(now) > 0 && resources.Counted().FitsIn(filter.Resources.Counted()))
            {
                return true;
            }
        }

        return false;
    }
}
