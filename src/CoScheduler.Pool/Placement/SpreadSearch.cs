using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Topology spread: the domain of the first term with fewest such tasks that has a place, and no skew above any term's.</summary>
internal static class SpreadSearch
{
    public static AgentEntry? Find(PoolState state, DemandEntry demand, PlaceFilter places)
    {
        var term = demand.Terms.Spread[0];
        var domains = state.Agents.Index.DomainsOf(term.Domain);
        foreach (var (_, name) in state.Labels.Order(state, term.Key, term.Value, term.Domain).Values)
        {
            foreach (var agent in domains[name])
            {
                if (places.Allows(agent))
                {
                    return agent;
                }
            }
        }

        return null;
    }

    /// <summary>Whether one more in an agent's domain keeps every term's skew: its count above that of the emptiest domain.</summary>
    public static bool Allows(PoolState state, AgentEntry agent, DemandEntry demand)
    {
        foreach (var term in demand.Terms.Spread)
        {
            if (LabelBook.DomainOf(agent, term.Domain) is not { } domain)
            {
                return false;
            }

            var counts = state.Labels.Counts(state, term.Key, term.Value, term.Domain);
            if (counts.GetValueOrDefault(domain) + 1 - Least(state, demand, term) > term.MaxSkew)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The fewest in any domain that has an agent where the demand may go.</summary>
    private static int Least(PoolState state, DemandEntry demand, SpreadTerm term)
    {
        var domains = state.Agents.Index.DomainsOf(term.Domain);
        foreach (var (count, name) in state.Labels.Order(state, term.Key, term.Value, term.Domain).Values)
        {
            if (Hosts(domains[name], demand))
            {
                return count;
            }
        }

        return 0;
    }

    private static bool Hosts(List<AgentEntry> agents, DemandEntry demand)
    {
        foreach (var agent in agents)
        {
            if (agent.Schedulable && Constraints.Allow(agent, demand.Terms))
            {
                return true;
            }
        }

        return false;
    }
}
