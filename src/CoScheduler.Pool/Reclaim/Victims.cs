using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What could be asked back at all.</summary>
internal static class Victims
{
    /// <summary>Everything that is not leaving, in the order in which it is asked; a gang's minimum as one.</summary>
    public static List<Victim> All(PoolState state, Func<AllocationEntry, bool>? which = null)
    {
        var victims = InAnyOrder(state, which);
        victims.Sort(new VictimOrder(state));
        return victims;
    }

    /// <summary>The same, in no order that means anything.</summary>
    public static List<Victim> InAnyOrder(PoolState state, Func<AllocationEntry, bool>? which = null)
    {
        var victims = new List<Victim>();
        var gangs = new Dictionary<(FrameworkId, string?), List<AllocationEntry>>();
        foreach (var allocation in state.Allocations.Values.Where(a => !a.Leaving && which?.Invoke(a) != false))
        {
            if (!KeepOrder.IsMinimum(allocation))
            {
                victims.Add(new Victim(state.Roles[allocation.Role], [allocation]));
            }
            else if (gangs.TryGetValue((allocation.Framework, allocation.Gang), out var members))
            {
                members.Add(allocation);
            }
            else
            {
                gangs.Add((allocation.Framework, allocation.Gang), [allocation]);
            }
        }

        victims.AddRange(gangs.Values.Select(members => new Victim(state.Roles[members[0].Role], [.. members])));
        return victims;
    }

    /// <summary>When all of it has run as long as its role promises.</summary>
    public static PoolTime SafeUntil(Victim victim) => victim.Age.Plus(Bounds.MinRuntime(victim.Role));
}
