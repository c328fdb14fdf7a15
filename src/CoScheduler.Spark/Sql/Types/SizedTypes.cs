using System.Globalization;

namespace CoScheduler.Spark.Sql.Types;

/// <summary>Exact decimals.</summary>
public sealed record DecimalType : DataType
{
    /// <summary>Makes one.</summary>
    /// <param name="precision">How many digits, at most 38.</param>
    /// <param name="scale">How many of them follow the point.</param>
    public DecimalType(int precision = 10, int scale = 0) => (Precision, Scale) = (precision, scale);

    /// <summary>How many digits, at most 38.</summary>
    public int Precision { get; init; }

    /// <summary>How many of them follow the point.</summary>
    public int Scale { get; init; }

    /// <inheritdoc />
    public override string SimpleString => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})");
}

/// <summary>Text that is padded to a length.</summary>
/// <param name="Length">The length, in characters.</param>
public sealed record CharType(int Length) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => string.Create(CultureInfo.InvariantCulture, $"char({Length})");
}

/// <summary>Text of a bounded length.</summary>
/// <param name="Length">The most characters.</param>
public sealed record VarcharType(int Length) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => string.Create(CultureInfo.InvariantCulture, $"varchar({Length})");
}

/// <summary>Times of day.</summary>
/// <param name="Precision">How many digits of a second's fraction, at most 6.</param>
public sealed record TimeType(int Precision = 6) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => string.Create(CultureInfo.InvariantCulture, $"time({Precision})");
}

/// <summary>A type that this client knows only by its name, such as a geometry or a user-defined type. Its values cannot be read here.</summary>
/// <param name="Name">Spark's name for it.</param>
public sealed record UnknownType(string Name) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => Name;
}
