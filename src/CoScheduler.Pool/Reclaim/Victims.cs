using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What could be asked back at all.</summary>
internal static class Victims
{
    /// <summary>Everything that is not leaving, in the order in which it is asked; a gang's minimum as one.</summary>
    public static List<Victim> All(PoolState state, Func<AllocationEntry, bool>? which = null)
    {
        var victims = new List<Victim>();
        foreach (var role in state.Roles.All)
        {
            var over = role.Own.Count == 0 ? 0 : VictimOrder.OverByWeight(state, role);
            foreach (var lot in role.Own.Where(lot => !lot.IsMinimum))
            {
                victims.AddRange(lot.Allocations.Where(allocation => MayGo(allocation, which)).Select(allocation => new Victim(role, [allocation], over)));
            }
        }

        foreach (var members in Gangs(state, which))
        {
            var role = members[0].Lot.Role;
            victims.Add(new Victim(role, [.. members], VictimOrder.OverByWeight(state, role)));
        }

        victims.Sort(VictimOrder.Instance);
        return victims;
    }

    /// <summary>The minimum of each gang that has one and is not leaving, by number.</summary>
    public static List<List<AllocationEntry>> Gangs(PoolState state, Func<AllocationEntry, bool>? which = null)
    {
        var known = new Dictionary<(FrameworkId, string?), List<AllocationEntry>>();
        var gangs = new List<List<AllocationEntry>>();
        foreach (var lot in state.Roles.All.SelectMany(role => role.Own).Where(lot => lot.IsMinimum))
        {
            foreach (var allocation in lot.Allocations.Where(allocation => MayGo(allocation, which)))
            {
                if (!known.TryGetValue((allocation.Framework, allocation.Gang), out var members))
                {
                    known.Add((allocation.Framework, allocation.Gang), members = []);
                    gangs.Add(members);
                }

                members.Add(allocation);
            }
        }

        gangs.ForEach(members => members.Sort((a, b) => a.Id.Value.CompareTo(b.Id.Value)));
        return gangs;
    }

    /// <summary>When all of it has run as long as its role promises.</summary>
    public static PoolTime SafeUntil(Victim victim) => victim.Age.Plus(Bounds.MinRuntime(victim.Role));

    private static bool MayGo(AllocationEntry allocation, Func<AllocationEntry, bool>? which) => !allocation.Leaving && which?.Invoke(allocation) != false;
}
