using System.Collections.Immutable;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Whether an agent's attributes and taints satisfy what a demand asks for.</summary>
internal static class Constraints
{
    /// <summary>Whether an agent has the attributes that a demand asks for, and no taint that it does not tolerate.</summary>
    public static bool Allow(AgentEntry agent, DemandTerms terms) => FirstFailing(agent, terms.Constraints) is null && Tolerates(agent, terms);

    public static bool Match(AgentEntry agent, ImmutableArray<PlacementConstraint> constraints) => FirstFailing(agent, constraints) is null;

    public static PlacementConstraint? FirstFailing(AgentEntry agent, ImmutableArray<PlacementConstraint> constraints)
    {
        foreach (var constraint in constraints)
        {
            if (!Match(agent, constraint))
            {
                return constraint;
            }
        }

        return null;
    }

    /// <summary>Every taint of an agent must be tolerated: by key, and by value if the toleration names one.</summary>
    public static bool Tolerates(AgentEntry agent, DemandTerms terms)
    {
        foreach (var taint in agent.Taints)
        {
            if (!terms.Tolerations.Any(toleration => toleration.Key == taint.Key && (toleration.Value is null || toleration.Value == taint.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Match(AgentEntry agent, PlacementConstraint constraint)
    {
        var value = LabelBook.DomainOf(agent, constraint.Attribute);
        return constraint.Operator switch
        {
            ConstraintOperator.Equal => value is not null && constraint.Values.Length > 0 && value == constraint.Values[0],
            ConstraintOperator.NotEqual => value is null || !constraint.Values.Contains(value, StringComparer.Ordinal),
            ConstraintOperator.In => value is not null && constraint.Values.Contains(value, StringComparer.Ordinal),
            ConstraintOperator.Exists => value is not null,
            ConstraintOperator.Like => value is not null && constraint.Values.Any(pattern => Glob.Matches(pattern, value)),
            _ => throw new ArgumentOutOfRangeException(nameof(constraint), constraint.Operator.ToString()),
        };
    }
}
