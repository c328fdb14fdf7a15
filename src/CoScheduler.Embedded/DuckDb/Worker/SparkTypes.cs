using Apache.Arrow.Types;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Types by Spark's simple names, from and to DuckDB's.</summary>
internal static class SparkTypes
{
    /// <summary>Spark's name of a type that DuckDB exports.</summary>
    /// <returns>The name, or null if Spark has no such type.</returns>
    public static string? NameOf(IArrowType type) => type switch
    {
        NullType => "void",
        BooleanType => "boolean",
        Int8Type => "tinyint",
        Int16Type or UInt8Type => "smallint",
        Int32Type or UInt16Type => "int",
        Int64Type or UInt32Type => "bigint",
        UInt64Type => "decimal(20,0)",
        FloatType => "float",
        DoubleType => "double",
        Decimal128Type d => $"decimal({d.Precision},{d.Scale})",
        StringType => "string",
        BinaryType => "binary",
        Date32Type => "date",
        TimestampType { Timezone: null or "" } => "timestamp_ntz",
        TimestampType => "timestamp",
        ListType list => NameOf(list.ValueDataType) is { } item ? $"array<{item}>" : null,
        StructType row => NameOfStruct(row),
        _ => null,
    };

    /// <summary>The DuckDB type for a column of a topic's table.</summary>
    /// <returns>The type, or null if there is none.</returns>
    public static string? ToDuckDb(string sparkType) => sparkType switch
    {
        "boolean" => "BOOLEAN",
        "tinyint" => "TINYINT",
        "smallint" => "SMALLINT",
        "int" or "integer" => "INTEGER",
        "bigint" or "long" => "BIGINT",
        "float" => "FLOAT",
        "double" => "DOUBLE",
        "string" => "VARCHAR",
        "binary" => "BLOB",
        "date" => "DATE",
        "timestamp" => "TIMESTAMPTZ",
        "timestamp_ntz" => "TIMESTAMP",
        "decimal" => "DECIMAL(10,0)",
        _ => IsDecimal(sparkType) ? sparkType.ToUpperInvariant() : null,
    };

    private static string? NameOfStruct(StructType row)
    {
        var fields = row.Fields.Select(f => NameOf(f.DataType) is { } type ? $"{f.Name}:{type}" : null).ToList();
        return fields.Contains(null) ? null : $"struct<{string.Join(",", fields)}>";
    }

    // Nothing but this form may reach the text of a CREATE TABLE.
    private static bool IsDecimal(string type) =>
        type.StartsWith("decimal(", StringComparison.Ordinal) && type.EndsWith(')')
        && type[8..^1].Split(',', StringSplitOptions.TrimEntries) is [var precision, var scale]
        && int.TryParse(precision, out var p) && int.TryParse(scale, out var s) && p is >= 1 and <= 38 && s >= 0 && s <= p;
}
