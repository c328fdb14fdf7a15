using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>The victims that there are, in the order in which they are asked, by the agents that they are on: found as they are looked for.</summary>
internal sealed class VictimBook(PoolState state)
{
    private readonly Dictionary<AgentEntry, List<Victim>> _byAgent = [];
    private readonly Dictionary<RoleNode, List<Victim>> _byRole = [];
    private readonly Dictionary<AllocationEntry, Victim> _single = [];
    private readonly Dictionary<RoleNode, ulong> _over = [];
    private Dictionary<(FrameworkId Framework, string Gang), Victim>? _gangs;

    /// <summary>The agents that may have a victim, in the order of registering.</summary>
    public IEnumerable<AgentEntry> Agents => state.Agents.InOrder.Where(agent => agent.Allocations.Count > 0);

    public IReadOnlyList<Victim> On(AgentEntry agent)
    {
        if (!_byAgent.TryGetValue(agent, out var victims))
        {
            _byAgent.Add(agent, victims = Find(agent.Allocations));
        }

        return victims;
    }

    /// <summary>Those in a role and below it, for a bound of it.</summary>
    public IReadOnlyList<Victim> Inside(RoleNode role)
    {
        if (!_byRole.TryGetValue(role, out var victims))
        {
            _byRole.Add(role, victims = Find(role.Subtree.SelectMany(node => node.OwnAllocations)));
        }

        return victims;
    }

    private List<Victim> Find(IEnumerable<AllocationEntry> allocations)
    {
        var victims = new List<Victim>();
        HashSet<Victim>? gangs = null;
        foreach (var allocation in allocations)
        {
            if (allocation.Leaving)
            {
                continue;
            }

            if (!allocation.Lot.IsMinimum)
            {
                victims.Add(Single(allocation));
            }
            else if (Gangs[(allocation.Framework, allocation.Gang!)] is var gang && (gangs ??= []).Add(gang))
            {
                victims.Add(gang);
            }
        }

        victims.Sort(VictimOrder.Instance);
        return victims;
    }

    private Victim Single(AllocationEntry allocation)
    {
        if (!_single.TryGetValue(allocation, out var victim))
        {
            _single.Add(allocation, victim = new Victim(allocation.Lot.Role, [allocation], OverOf(allocation.Lot.Role)));
        }

        return victim;
    }

    private Dictionary<(FrameworkId Framework, string Gang), Victim> Gangs =>
        _gangs ??= Victims.Gangs(state).ToDictionary(members => (members[0].Framework, members[0].Gang!), members => new Victim(members[0].Lot.Role, [.. members], OverOf(members[0].Lot.Role)));

    private ulong OverOf(RoleNode role)
    {
        if (!_over.TryGetValue(role, out var over))
        {
            _over.Add(role, over = VictimOrder.OverByWeight(state, role));
        }

        return over;
    }
}
