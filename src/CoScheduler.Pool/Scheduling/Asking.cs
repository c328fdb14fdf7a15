using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Whether a unit that misses something is to be looked for at all.</summary>
internal static class Asking
{
    /// <summary>Not so while a gang is not whole, what it wants can never be, or its framework is away or wants no offers.</summary>
    public static bool Wants(PoolState state, Unit unit)
    {
        if (unit.IsGang ? !IsWhole(state, unit) : Never.Is(state, unit.Head))
        {
            return false;
        }

        return state.Frameworks.TryGetValue(unit.Head.Framework.Value, out var framework)
            && framework.GoneUntil is null
            && (unit.Mode != DemandMode.Open || !framework.IsSuppressed(unit.Head.Terms.Role));
    }

    private static bool IsWhole(PoolState state, Unit unit)
    {
        var stated = unit.Classes.Where(member => member.Target > 0).ToList();
        return stated.Count >= stated.Max(member => member.Terms.GangClasses) && stated.TrueForAll(member => !Never.Is(state, member));
    }
}
