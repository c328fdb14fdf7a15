using System.Collections.Immutable;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Whether an agent's attributes satisfy what a demand asks for.</summary>
internal static class Constraints
{
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

    private static bool Match(AgentEntry agent, PlacementConstraint constraint)
    {
        var value = agent.Attributes.GetValueOrDefault(constraint.Attribute);
        return constraint.Operator switch
        {
            ConstraintOperator.Equal => value is not null && constraint.Values.Length > 0 && value == constraint.Values[0],
            ConstraintOperator.NotEqual => value is null || !constraint.Values.Contains(value, StringComparer.Ordinal),
            ConstraintOperator.In => value is not null && constraint.Values.Contains(value, StringComparer.Ordinal),
            ConstraintOperator.Exists => value is not null,
            _ => throw new ArgumentOutOfRangeException(nameof(constraint), constraint.Operator.ToString()),
        };
    }
}
