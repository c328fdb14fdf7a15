using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>A machine that tasks run on. Chosen by the substrate, stable over restarts.</summary>
/// <param name="Value">The agent's name, for example <c>local</c>.</param>
[JsonConverter(typeof(AgentIdJsonConverter))]
public readonly record struct AgentId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A tenant's scheduler.</summary>
/// <param name="Value">The id that the framework keeps over fail-overs, for example <c>spark</c>.</param>
[JsonConverter(typeof(FrameworkIdJsonConverter))]
public readonly record struct FrameworkId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>Who shares: a path in the tree of roles, for example <c>analytics/realtime</c>.</summary>
/// <param name="Value">The path, its parts separated by <c>/</c>; the root is the empty path.</param>
[JsonConverter(typeof(RoleNameJsonConverter))]
public readonly record struct RoleName(string Value) : IComparable<RoleName>
{
    /// <summary>The root of the tree, to which the whole capacity belongs.</summary>
    public static readonly RoleName Root = new("");

    /// <inheritdoc />
    public int CompareTo(RoleName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>Demands of one framework that are equal: same role, shape, constraints, priority and mode.</summary>
/// <param name="Value">The name that the framework gave it, unique within the framework.</param>
[JsonConverter(typeof(DemandClassJsonConverter))]
public readonly record struct DemandClass(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A proposal to a framework. Counted by the pool, never used twice.</summary>
/// <param name="Value">The number.</param>
[JsonConverter(typeof(OfferIdJsonConverter))]
public readonly record struct OfferId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => $"o{Value}";
}

/// <summary>What a framework took or was granted. Counted by the pool, never used twice.</summary>
/// <param name="Value">The number.</param>
[JsonConverter(typeof(AllocationIdJsonConverter))]
public readonly record struct AllocationId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => $"a{Value}";
}

/// <summary>A task. Chosen by its framework, used once and never again.</summary>
/// <param name="Value">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, at most 128 of them, for it names files and control groups.</param>
[JsonConverter(typeof(TaskIdJsonConverter))]
public readonly record struct TaskId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>Time as the pool knows it: it stands still while no master runs and never goes back.</summary>
/// <param name="Milliseconds">Milliseconds since the pool's first start.</param>
[JsonConverter(typeof(PoolTimeJsonConverter))]
public readonly record struct PoolTime(long Milliseconds) : IComparable<PoolTime>
{
    /// <summary>The later point, saturating.</summary>
    /// <param name="milliseconds">How much later.</param>
    /// <returns>The point that many milliseconds later.</returns>
    public PoolTime Plus(long milliseconds) =>
        new(milliseconds > long.MaxValue - Milliseconds ? long.MaxValue : Milliseconds + milliseconds);

    /// <inheritdoc />
    public int CompareTo(PoolTime other) => Milliseconds.CompareTo(other.Milliseconds);
}
