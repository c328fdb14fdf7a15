namespace CoScheduler.Spark.Sql.Types;

/// <summary>Sequences.</summary>
/// <param name="ElementType">The type of an element.</param>
/// <param name="ContainsNull">Whether elements may be null.</param>
public sealed record ArrayType(DataType ElementType, bool ContainsNull = true) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => $"array<{ElementType.SimpleString}>";

    /// <inheritdoc />
    public override string Ddl => $"ARRAY<{ElementType.Ddl}>";
}

/// <summary>Keys with values.</summary>
/// <param name="KeyType">The type of a key; keys are never null.</param>
/// <param name="ValueType">The type of a value.</param>
/// <param name="ValueContainsNull">Whether values may be null.</param>
public sealed record MapType(DataType KeyType, DataType ValueType, bool ValueContainsNull = true) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";

    /// <inheritdoc />
    public override string Ddl => $"MAP<{KeyType.Ddl}, {ValueType.Ddl}>";
}

/// <summary>A named part of a struct, or a column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Its type.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Metadata">What is noted beside it, as JSON; null if nothing is.</param>
public sealed record StructField(string Name, DataType DataType, bool IsNullable = true, string? Metadata = null);
