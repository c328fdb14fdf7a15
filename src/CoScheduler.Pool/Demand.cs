using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>How capacity comes to a demand (pool.md section 3).</summary>
public enum DemandMode
{
    /// <summary>Accepted in advance: what fits is granted. May cause reclaim.</summary>
    Firm,

    /// <summary>Offered, to be accepted or declined until the offer's deadline.</summary>
    Open,

    /// <summary>Granted only from what nobody wants, outside shares; the first to go.</summary>
    Spare,
}

/// <summary>What losing an allocation would cost, cheapest first.</summary>
public enum LossCost
{
    /// <summary>Idle.</summary>
    Nothing,

    /// <summary>Holds what can be read or computed again.</summary>
    Cache,

    /// <summary>Works on something that would be done again.</summary>
    Work,

    /// <summary>Holds state whose loss is felt.</summary>
    State,
}

/// <summary>What each allocation of a demand is.</summary>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Shape">What one takes; for an open demand that accepts any, empty.</param>
/// <param name="Mode">How capacity comes to it.</param>
/// <param name="Priority">-1000 to 1000; the higher goes first within a role.</param>
/// <param name="Constraints">Where it may go.</param>
/// <param name="Gang">The gang it is a part of, or null. The classes of one gang start whole or not at all.</param>
public sealed record DemandTerms(
    RoleName Role,
    ResourceVector Shape,
    DemandMode Mode,
    int Priority,
    ImmutableArray<PlacementConstraint> Constraints,
    string? Gang)
{
    /// <summary>
    /// How many classes the gang has. None of it starts before so many were stated, so that a gang whose classes are
    /// stated one after the other starts whole. 1 waits for nothing.
    /// </summary>
    public int GangClasses { get; init; } = 1;

    /// <summary>Equality by content: the constraints' order and values count, not where they are kept.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they say the same.</returns>
    public bool Equals(DemandTerms? other) =>
        other is not null
        && Role == other.Role
        && Shape.Equals(other.Shape)
        && Mode == other.Mode
        && Priority == other.Priority
        && Gang == other.Gang
        && GangClasses == other.GangClasses
        && Constraints.SequenceEqual(other.Constraints);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Role, Shape, Mode, Priority, Gang);

    /// <summary>Terms with no priority, constraint or gang.</summary>
    /// <param name="role">The role that it counts against.</param>
    /// <param name="shape">What one takes.</param>
    /// <param name="mode">How capacity comes to it.</param>
    /// <returns>The terms.</returns>
    public static DemandTerms Of(RoleName role, ResourceVector shape, DemandMode mode) => new(role, shape, mode, 0, [], null);
}

/// <summary>How a constraint judges an agent's attribute.</summary>
public enum ConstraintOperator
{
    /// <summary>The attribute is the value.</summary>
    Equal,

    /// <summary>The attribute is not the value, or is absent.</summary>
    NotEqual,

    /// <summary>The attribute is one of the values.</summary>
    In,

    /// <summary>The attribute is there.</summary>
    Exists,
}

/// <summary>A condition on the agent's attributes.</summary>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="Operator">How it is judged.</param>
/// <param name="Values">What it is judged against.</param>
public sealed record PlacementConstraint(string Attribute, ConstraintOperator Operator, ImmutableArray<string> Values)
{
    /// <summary>Equality by content.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they say the same.</returns>
    public bool Equals(PlacementConstraint? other) =>
        other is not null && Attribute == other.Attribute && Operator == other.Operator && Values.SequenceEqual(other.Values);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Attribute, Operator, Values.Length);
}
