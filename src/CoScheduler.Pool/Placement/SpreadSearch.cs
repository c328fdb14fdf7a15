using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Topology spread: the domain of the first term with fewest such tasks that has a place, and no skew above any term's.</summary>
internal static class SpreadSearch
{
    public static AgentEntry? Find(PoolState state, DemandEntry demand, PlaceFilter places)
    {
        var term = demand.Terms.Spread[0];
        var counts = state.Labels.Counts(state, term.Key, term.Value, term.Domain);
        var domains = state.Agents.Index.DomainsOf(term.Domain);
        foreach (var (name, _) in domains.Select(domain => (domain.Key, Count: counts.GetValueOrDefault(domain.Key))).OrderBy(domain => domain.Count).ThenBy(domain => domain.Key, StringComparer.Ordinal))
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
            if (counts.GetValueOrDefault(domain) + 1 - Least(state, demand, term, counts) > term.MaxSkew)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The fewest in any domain that has an agent where the demand may go.</summary>
    private static int Least(PoolState state, DemandEntry demand, SpreadTerm term, IReadOnlyDictionary<string, int> counts)
    {
        var least = int.MaxValue;
        foreach (var (domain, agents) in state.Agents.Index.DomainsOf(term.Domain))
        {
            if (counts.GetValueOrDefault(domain) < least && agents.Exists(agent => agent.Schedulable && Constraints.Allow(agent, demand.Terms)))
            {
                least = counts.GetValueOrDefault(domain);
            }
        }

        return least == int.MaxValue ? 0 : least;
    }
}
