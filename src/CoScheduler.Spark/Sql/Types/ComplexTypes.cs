namespace CoScheduler.Spark.Sql.Types;

/// <summary>Sequences.</summary>
public sealed record ArrayType : DataType
{
    /// <summary>Makes one.</summary>
    /// <param name="elementType">The type of an element.</param>
    /// <param name="containsNull">Whether elements may be null.</param>
    public ArrayType(DataType elementType, bool containsNull = true) => (ElementType, ContainsNull) = (elementType, containsNull);

    /// <summary>The type of an element.</summary>
    public DataType ElementType { get; init; }

    /// <summary>Whether elements may be null.</summary>
    public bool ContainsNull { get; init; }

    /// <inheritdoc />
    public override string SimpleString => $"array<{ElementType.SimpleString}>";

    /// <inheritdoc />
    public override string Ddl => $"ARRAY<{ElementType.Ddl}>";
}

/// <summary>Keys with values.</summary>
public sealed record MapType : DataType
{
    /// <summary>Makes one.</summary>
    /// <param name="keyType">The type of a key; keys are never null.</param>
    /// <param name="valueType">The type of a value.</param>
    /// <param name="valueContainsNull">Whether values may be null.</param>
    public MapType(DataType keyType, DataType valueType, bool valueContainsNull = true) =>
        (KeyType, ValueType, ValueContainsNull) = (keyType, valueType, valueContainsNull);

    /// <summary>The type of a key; keys are never null.</summary>
    public DataType KeyType { get; init; }

    /// <summary>The type of a value.</summary>
    public DataType ValueType { get; init; }

    /// <summary>Whether values may be null.</summary>
    public bool ValueContainsNull { get; init; }

    /// <inheritdoc />
    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";

    /// <inheritdoc />
    public override string Ddl => $"MAP<{KeyType.Ddl}, {ValueType.Ddl}>";
}

/// <summary>A named part of a struct, or a column.</summary>
public sealed record StructField
{
    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dataType">Its type.</param>
    /// <param name="isNullable">Whether it may be null.</param>
    /// <param name="metadata">What is noted beside it, as JSON; null if nothing is.</param>
    public StructField(string name, DataType dataType, bool isNullable = true, string? metadata = null) =>
        (Name, DataType, IsNullable, Metadata) = (name, dataType, isNullable, metadata);

    /// <summary>Its name.</summary>
    public string Name { get; init; }

    /// <summary>Its type.</summary>
    public DataType DataType { get; init; }

    /// <summary>Whether it may be null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>What is noted beside it, as JSON; null if nothing is.</summary>
    public string? Metadata { get; init; }
}
