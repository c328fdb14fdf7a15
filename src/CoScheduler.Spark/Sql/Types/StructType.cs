using System.Collections.Immutable;

namespace CoScheduler.Spark.Sql.Types;

/// <summary>Named parts, in order; also the columns of a result. Names may repeat.</summary>
public sealed record StructType : DataType
{
    /// <summary>Makes one.</summary>
    /// <param name="fields">Its parts.</param>
    public StructType(IEnumerable<StructField> fields) => Fields = [.. fields];

    /// <summary>Its parts, in order.</summary>
    public ImmutableArray<StructField> Fields { get; }

    /// <inheritdoc />
    public override string SimpleString => $"struct<{string.Join(',', Fields.Select(part => $"{part.Name}:{part.DataType.SimpleString}"))}>";

    /// <inheritdoc />
    public override string Ddl => $"STRUCT<{string.Join(", ", Fields.Select(part => Column(part, ": ")))}>";

    /// <summary>Finds a part.</summary>
    /// <param name="name">Its name, in its own case or, if no name is so, in any.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="ArgumentException">There is none of that name, or several.</exception>
    public int FieldIndex(string name)
    {
        var exact = Indexes(name, StringComparison.Ordinal);
        var found = exact.Length > 0 ? exact : Indexes(name, StringComparison.OrdinalIgnoreCase);
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"There is no column '{name}'; there are: {string.Join(", ", Fields.Select(field => field.Name))}.", nameof(name)),
            _ => throw new ArgumentException($"There are {found.Length} columns '{name}'; get it by its index.", nameof(name)),
        };
    }

    /// <summary>The columns as DDL, as schemas of sources are written.</summary>
    /// <returns>For example <c>`id` BIGINT NOT NULL, `name` STRING</c>.</returns>
    public string ToDdl() => string.Join(", ", Fields.Select(field => Column(field, " ")));

    /// <inheritdoc />
    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc />
    public override int GetHashCode() => Fields.Aggregate(Fields.Length, HashCode.Combine);

    private static string Column(StructField field, string separator) =>
        $"`{field.Name.Replace("`", "``", StringComparison.Ordinal)}`{separator}{field.DataType.Ddl}{(field.IsNullable ? "" : " NOT NULL")}";

    private int[] Indexes(string name, StringComparison comparison) =>
        [.. Enumerable.Range(0, Fields.Length).Where(index => Fields[index].Name.Equals(name, comparison))];
}
