using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>The victims that there are, in the order in which they are asked, by the agents that they are on: found as they are looked for.</summary>
internal sealed class VictimBook(PoolState state)
{
    private readonly Dictionary<AgentEntry, List<Victim>> _byAgent = [];
    private readonly Dictionary<RoleNode, ulong> _over = [];
    private Dictionary<(FrameworkId Framework, string Gang), Victim>? _gangs;

    /// <summary>The agents that may have a victim, in the order of registering.</summary>
    public IEnumerable<AgentEntry> Agents => state.Agents.InOrder.Where(agent => agent.Allocations.Count > 0);

    public IReadOnlyList<Victim> On(AgentEntry agent)
    {
        if (!_byAgent.TryGetValue(agent, out var victims))
        {
            _byAgent.Add(agent, victims = Find(agent));
        }

        return victims;
    }

    private List<Victim> Find(AgentEntry agent)
    {
        var victims = new List<Victim>(agent.Allocations.Count);
        HashSet<Victim>? gangs = null;
        for (var allocation = agent.Allocations.First; allocation is not null; allocation = agent.Allocations.Next(allocation))
        {
            if (allocation.Leaving)
            {
                continue;
            }

            if (!allocation.Lot.IsMinimum)
            {
                victims.Add(new Victim(allocation.Lot.Role, [allocation], OverOf(allocation.Lot.Role)));
            }
            else if (Gangs[(allocation.Framework, allocation.Gang!)] is var gang && (gangs ??= []).Add(gang))
            {
                victims.Add(gang);
            }
        }

        victims.Sort(VictimOrder.Instance);
        return victims;
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
