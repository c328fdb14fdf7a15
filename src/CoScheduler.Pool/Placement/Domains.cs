using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Agents by the value of an attribute.</summary>
internal static class Domains
{
    /// <summary>The agents that a constraint on one value, or a few, leaves, in order; null if none narrows.</summary>
    public static IEnumerable<AgentEntry>? Narrow(PoolState state, DemandTerms terms)
    {
        foreach (var constraint in terms.Constraints)
        {
            if (constraint.Operator is ConstraintOperator.Equal or ConstraintOperator.In)
            {
                var values = constraint.Operator == ConstraintOperator.Equal ? constraint.Values.Take(1) : constraint.Values.Distinct(StringComparer.Ordinal);
                return Among(state, constraint.Attribute, [.. values]);
            }
        }

        return null;
    }

    private static IEnumerable<AgentEntry> Among(PoolState state, string attribute, string[] values)
    {
        if (attribute == LabelBook.Agent)
        {
            return values.Select(value => state.Agents.Find(new AgentId(value))).OfType<AgentEntry>().OrderBy(agent => agent.Order);
        }

        var domains = state.Agents.Index.DomainsOf(attribute);
        return values.Length == 1
            ? domains.GetValueOrDefault(values[0]) ?? []
            : values.SelectMany(value => domains.GetValueOrDefault(value) ?? []).OrderBy(agent => agent.Order);
    }
}
