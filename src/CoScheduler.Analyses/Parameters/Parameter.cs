using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>The types of parameters, by Spark's names.</summary>
public enum ParameterType
{
    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>32 bits.</summary>
    Int,

    /// <summary>64 bits.</summary>
    BigInt,

    /// <summary>A double.</summary>
    Double,

    /// <summary>A decimal of up to 28 digits.</summary>
    Decimal,

    /// <summary>Text.</summary>
    String,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A point in time.</summary>
    Timestamp,
}

/// <summary>A parameter of an analysis.</summary>
public sealed record Parameter
{
    /// <summary>Its name, as the body writes it after a colon.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required ParameterType Type { get; init; }

    /// <summary>The value that it has when none is given; null means it must be given.</summary>
    public ParameterValue? Default { get; init; }

    /// <summary>The least value allowed.</summary>
    public ParameterValue? Min { get; init; }

    /// <summary>The greatest value allowed.</summary>
    public ParameterValue? Max { get; init; }

    /// <summary>The values allowed; empty means all.</summary>
    public ImmutableArray<ParameterValue> Values { get; init; } = [];

    /// <summary>How long a text may be.</summary>
    public int? MaxLength { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Summary { get; init; }
}

/// <summary>A value of a parameter. It reaches the engine as a value, never as text.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Value">
/// <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>,
/// <see cref="DateOnly"/> or <see cref="DateTimeOffset"/> in UTC, as the type says.
/// </param>
public sealed record ParameterValue(ParameterType Type, object Value);
