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
        var gangs = new Dictionary<(FrameworkId, string?), List<AllocationEntry>>();
        var gangsInOrder = new List<List<AllocationEntry>>();
        foreach (var role in state.Roles.All)
        {
            var over = role.Own.Count == 0 ? 0 : VictimOrder.OverByWeight(state, role);
            foreach (var lot in role.Own)
            {
                foreach (var allocation in lot.Allocations)
                {
                    if (allocation.Leaving || which?.Invoke(allocation) == false)
                    {
                        continue;
                    }

                    if (!lot.IsMinimum)
                    {
                        victims.Add(new Victim(role, [allocation], over));
                    }
                    else if (gangs.TryGetValue((allocation.Framework, allocation.Gang), out var members))
                    {
                        members.Add(allocation);
                    }
                    else
                    {
                        gangs.Add((allocation.Framework, allocation.Gang), members = [allocation]);
                        gangsInOrder.Add(members);
                    }
                }
            }
        }

        foreach (var members in gangsInOrder)
        {
            members.Sort((a, b) => a.Id.Value.CompareTo(b.Id.Value));
            var role = members[0].Lot.Role;
            victims.Add(new Victim(role, [.. members], VictimOrder.OverByWeight(state, role)));
        }

        victims.Sort(VictimOrder.Instance);
        return victims;
    }

    /// <summary>When all of it has run as long as its role promises.</summary>
    public static PoolTime SafeUntil(Victim victim) => victim.Age.Plus(Bounds.MinRuntime(victim.Role));
}
