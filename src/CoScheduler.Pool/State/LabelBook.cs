using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

/// <summary>
/// How many tasks with a label run where: on an agent, or in all agents that share an attribute's value (a domain). Only of
/// labels that somebody asked about; the rest is counted when it is first asked.
/// </summary>
internal sealed class LabelBook
{
    /// <summary>The attribute that every agent has of its own: its id.</summary>
    public const string Agent = "agent";

    private readonly Dictionary<(string Key, string Value, string Domain), Dictionary<string, int>> _counts = [];
    private readonly Dictionary<(string Key, string Value), List<string>> _domains = [];
    private readonly Dictionary<(string Key, string Value, string Domain), DomainOrder> _orders = [];

    /// <summary>How many more, or fewer, there are of a label on an agent in the trial at hand.</summary>
    private readonly Dictionary<(string Key, string Value, AgentEntry Agent), int> _tried = [];

    /// <summary>An agent's domain under an attribute; null if it has none.</summary>
    public static string? DomainOf(AgentEntry agent, string attribute) =>
        attribute == Agent ? agent.Id.Value : agent.Attributes.GetValueOrDefault(attribute);

    /// <summary>How many tasks with a label there are in each domain of an attribute; domains without one are not named.</summary>
    public IReadOnlyDictionary<string, int> Counts(PoolState state, string key, string value, string domain)
    {
        if (_counts.TryGetValue((key, value, domain), out var counts))
        {
            return counts;
        }

        counts = new Dictionary<string, int>(StringComparer.Ordinal);
        _counts.Add((key, value, domain), counts);
        if (!_domains.TryGetValue((key, value), out var domains))
        {
            _domains.Add((key, value), domains = []);
        }

        domains.Add(domain);
        foreach (var lot in state.Lots.Values.Where(lot => Has(lot.Terms, key, value)))
        {
            foreach (var allocation in lot.Allocations)
            {
                Add(counts, allocation.Home, domain, 1);
            }
        }

        foreach (var (at, count) in _tried)
        {
            if (at.Key == key && at.Value == value)
            {
                Add(counts, at.Agent, domain, count);
            }
        }

        return counts;
    }

    /// <summary>The domains of an attribute, those with fewest such tasks first; kept in order as tasks come and go.</summary>
    public DomainOrder Order(PoolState state, string key, string value, string domain)
    {
        if (!_orders.TryGetValue((key, value, domain), out var order) || order.Map != state.Agents.Index.Map)
        {
            var counts = Counts(state, key, value, domain);
            order = new DomainOrder(state.Agents.Index.Map, state.Agents.Index.DomainsOf(domain).Keys.Select(name => (counts.GetValueOrDefault(name), name)));
            _orders[(key, value, domain)] = order;
        }

        return order;
    }

    /// <summary>The same as <see cref="Count"/> on a trial: what is first asked about within it is counted as it is there.</summary>
    public void Try(DemandTerms terms, AgentEntry agent, int sign)
    {
        if (terms.Labels.IsEmpty)
        {
            return;
        }

        foreach (var (key, value) in terms.Labels)
        {
            var count = _tried.GetValueOrDefault((key, value, agent)) + sign;
            if (count == 0)
            {
                _tried.Remove((key, value, agent));
            }
            else
            {
                _tried[(key, value, agent)] = count;
            }
        }

        Count(terms, agent, sign);
    }

    /// <summary>A task of such terms is on an agent, or no longer.</summary>
    public void Count(DemandTerms terms, AgentEntry agent, int sign)
    {
        if (_domains.Count == 0 || terms.Labels.IsEmpty)
        {
            return;
        }

        foreach (var (key, value) in terms.Labels)
        {
            if (_domains.TryGetValue((key, value), out var domains))
            {
                foreach (var domain in domains)
                {
                    var counts = _counts[(key, value, domain)];
                    Add(counts, agent, domain, sign);
                    if (_orders.TryGetValue((key, value, domain), out var order) && DomainOf(agent, domain) is { } where)
                    {
                        order.Move(where, counts.GetValueOrDefault(where) - sign, counts.GetValueOrDefault(where));
                    }
                }
            }
        }
    }

    /// <summary>Agents' attributes changed: whatever is asked next is counted anew.</summary>
    public void Forget()
    {
        _orders.Clear();
        _counts.Clear();
        _domains.Clear();
    }

    private static bool Has(DemandTerms terms, string key, string value) => terms.Labels.TryGetValue(key, out var has) && has == value;

    private static void Add(Dictionary<string, int> counts, AgentEntry agent, string domain, int sign)
    {
        if (DomainOf(agent, domain) is not { } where)
        {
            return;
        }

        var count = counts.GetValueOrDefault(where) + sign;
        if (count == 0)
        {
            counts.Remove(where);
        }
        else
        {
            counts[where] = count;
        }
    }
}
