using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>All victims there are, in the order in which they are asked, by the agents that they are on.</summary>
internal sealed class VictimBook
{
    private readonly Dictionary<AgentEntry, List<Victim>> _byAgent = [];
    private readonly List<AgentEntry> _agents = [];

    public VictimBook(PoolState state)
    {
        foreach (var victim in Victims.All(state))
        {
            foreach (var member in victim.Members)
            {
                Add(member.Home, victim);
            }
        }

        _agents.Sort((a, b) => a.Order.CompareTo(b.Order));
    }

    /// <summary>The agents that have a victim, in the order of registering.</summary>
    public IReadOnlyList<AgentEntry> Agents => _agents;

    public IReadOnlyList<Victim> On(AgentEntry agent) => _byAgent.TryGetValue(agent, out var victims) ? victims : [];

    private void Add(AgentEntry agent, Victim victim)
    {
        if (!_byAgent.TryGetValue(agent, out var victims))
        {
            _byAgent.Add(agent, victims = []);
            _agents.Add(agent);
        }

        if (victims.Count == 0 || victims[^1] != victim)
        {
            victims.Add(victim);
        }
    }
}
