using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Finds what waits for a place.</summary>
internal static class Units
{
    /// <summary>Everything of a mode that misses something and may be placed at all, by role; the head of each role first.</summary>
    public static Dictionary<RoleNode, List<Unit>> Of(PoolState state, DemandMode mode)
    {
        var units = new Dictionary<RoleNode, List<Unit>>();
        foreach (var demand in state.Demands.Values)
        {
            if (demand.Missing == 0 || demand.Terms.Mode != mode || state.Roles.Find(demand.Terms.Role) is not { } role || Never.Judge(state, demand) is not null)
            {
                continue;
            }

            if (demand.Terms.Gang is null)
            {
                Add(units, new Unit(role, [demand]));
            }
            else if (GangOf(state, demand) is { } members && members[0] == demand)
            {
                Add(units, new Unit(role, [.. members]));
            }
        }

        foreach (var waiting in units.Values)
        {
            waiting.Sort(Compare);
        }

        return units;
    }

    /// <summary>The members of a demand's gang that miss something, or null if not all of its classes are stated.</summary>
    public static IReadOnlyList<DemandEntry>? GangOf(PoolState state, DemandEntry demand)
    {
        var classes = state.Demands.Values.Where(other => other.Target > 0 && IsSameGang(other, demand)).ToList();
        return classes.Count < classes.Max(member => member.Terms.GangClasses)
            ? null
            : classes.TrueForAll(member => Never.Judge(state, member) is null)
                ? [.. classes.Where(member => member.Missing > 0).OrderBy(member => member.Order)]
                : null;
    }

    public static bool IsSameGang(DemandEntry a, DemandEntry b) => a.Framework == b.Framework && a.Terms.Gang is not null && a.Terms.Gang == b.Terms.Gang;

    private static void Add(Dictionary<RoleNode, List<Unit>> units, Unit unit)
    {
        if (!units.TryGetValue(unit.Role, out var waiting))
        {
            units.Add(unit.Role, waiting = []);
        }

        waiting.Add(unit);
    }

    private static int Compare(Unit a, Unit b)
    {
        var order = b.Priority.CompareTo(a.Priority);
        order = order != 0 ? order : (a.Head.Since ?? default).CompareTo(b.Head.Since ?? default);
        return order != 0 ? order : a.Head.Order.CompareTo(b.Head.Order);
    }
}
