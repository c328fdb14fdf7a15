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

    /// <summary>On whose behalf: within a role and a priority, users share. Null counts as a user of its own.</summary>
    public string? User { get; init; }

    /// <summary>Labels, affinity, spread, tolerations and strategy; null if it names none of them.</summary>
    public PlacementTerms? Placement { get; init; }

    /// <summary>
    /// How long what is missing may wait, in milliseconds; after that it is no longer looked for, until it is stated again. Null is
    /// for ever.
    /// </summary>
    public long? StartWithinMilliseconds { get; init; }

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
        && User == other.User
        && StartWithinMilliseconds == other.StartWithinMilliseconds
        && Equals(Placement, other.Placement)
        && Constraints.SequenceEqual(other.Constraints);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Role, Shape, Mode, Priority, Gang);

    internal ImmutableSortedDictionary<string, string> Labels => (Placement ?? PlacementTerms.None).Labels;

    internal ImmutableArray<AffinityTerm> Affinity => (Placement ?? PlacementTerms.None).Affinity;

    internal ImmutableArray<SpreadTerm> Spread => (Placement ?? PlacementTerms.None).Spread;

    internal ImmutableArray<Toleration> Tolerations => (Placement ?? PlacementTerms.None).Tolerations;

    internal PlacementStrategy Strategy => (Placement ?? PlacementTerms.None).Strategy;

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
    /// <summary>The attribute is the value. The attribute <c>agent</c> is the agent's id, for every operator.</summary>
    Equal,

    /// <summary>The attribute is not the value, or is absent.</summary>
    NotEqual,

    /// <summary>The attribute is one of the values.</summary>
    In,

    /// <summary>The attribute is there.</summary>
    Exists,

    /// <summary>The attribute is of one of the patterns, with <c>*</c> for any text and <c>?</c> for any one character.</summary>
    Like,
}

/// <summary>What a demand says about where its tasks go, beside constraints on the agents' attributes.</summary>
public sealed record PlacementTerms
{
    internal static readonly PlacementTerms None = new();

    /// <summary>What other demands' <see cref="Affinity"/> and <see cref="Spread"/> may refer to.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Beside which tasks it must, or must not, run.</summary>
    public ImmutableArray<AffinityTerm> Affinity { get; init; } = [];

    /// <summary>How evenly tasks must be spread over domains.</summary>
    public ImmutableArray<SpreadTerm> Spread { get; init; } = [];

    /// <summary>Which taints don't keep it away.</summary>
    public ImmutableArray<Toleration> Tolerations { get; init; } = [];

    /// <summary>Whether it is packed, or spread, where both are possible.</summary>
    public PlacementStrategy Strategy { get; init; }

    /// <summary>Equality by content.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they say the same.</returns>
    public bool Equals(PlacementTerms? other) =>
        other is not null
        && Strategy == other.Strategy
        && Labels.SequenceEqual(other.Labels)
        && Affinity.SequenceEqual(other.Affinity)
        && Spread.SequenceEqual(other.Spread)
        && Tolerations.SequenceEqual(other.Tolerations);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Strategy, Labels.Count, Affinity.Length, Spread.Length, Tolerations.Length);
}

/// <summary>Which of the agents that would do is taken.</summary>
public enum PlacementStrategy
{
    /// <summary>The first that has room, in the order in which they registered, so that the last ones stay empty.</summary>
    Pack,

    /// <summary>The one with most to spare.</summary>
    Spread,
}

/// <summary>What keeps tasks off an agent.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value; may be empty.</param>
public sealed record Taint(string Key, string Value);

/// <summary>That a demand is not kept away by a taint.</summary>
/// <param name="Key">The taint's name.</param>
/// <param name="Value">The taint's value; null means any.</param>
public sealed record Toleration(string Key, string? Value);

/// <summary>Where tasks with a label run, or don't, it must run too, or must not.</summary>
/// <param name="Key">The label's name.</param>
/// <param name="Value">The label's value.</param>
/// <param name="Domain">The attribute whose value makes one place; <c>agent</c> is each agent by itself.</param>
/// <param name="Anti">Whether it must not run there.</param>
public sealed record AffinityTerm(string Key, string Value, string Domain, bool Anti);

/// <summary>That tasks with a label are spread over places.</summary>
/// <param name="Domain">The attribute whose value makes one place; <c>agent</c> is each agent by itself.</param>
/// <param name="MaxSkew">How many more than the place with fewest any place may have; 1 or more.</param>
/// <param name="Key">The label's name.</param>
/// <param name="Value">The label's value.</param>
public sealed record SpreadTerm(string Domain, int MaxSkew, string Key, string Value);

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
