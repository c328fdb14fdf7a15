using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Tasks that want to be, or not to be, where others are.</summary>
internal static class Affinities
{
    public static bool Allow(PoolState state, AgentEntry agent, DemandEntry demand)
    {
        foreach (var term in demand.Terms.Affinity)
        {
            var counts = state.Labels.Counts(state, term.Key, term.Value, term.Domain);
            var here = LabelBook.DomainOf(agent, term.Domain) is { } domain ? counts.GetValueOrDefault(domain) : 0;
            if (term.Anti)
            {
                if (here > 0)
                {
                    return false;
                }
            }
            else if (here == 0 && !(counts.Count == 0 && Has(demand.Terms, term)))
            {
                // The first of those that want to be together goes anywhere.
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a task that is there already does not want such as this beside it.</summary>
    public static bool Repelled(PoolState state, AgentEntry agent, DemandEntry demand)
    {
        foreach (var lot in state.Repelling.Values)
        {
            foreach (var term in lot.Terms.Affinity.Where(term => term.Anti && Has(demand.Terms, term)))
            {
                if (LabelBook.DomainOf(agent, term.Domain) is { } domain && lot.Allocations.Any(allocation => LabelBook.DomainOf(allocation.Home, term.Domain) == domain))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Has(DemandTerms terms, AffinityTerm term) => terms.Labels.TryGetValue(term.Key, out var value) && value == term.Value;
}
