using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark.Mapping;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Lists, one after the other.</summary>
internal sealed class ListColumn(CellPlace place, IArrowType type, CellColumn elements) : CellColumn(place, type)
{
    private readonly ArrowBuffer.Builder<int> _ends = new ArrowBuffer.Builder<int>().Append(0);
    private int _count;

    protected override void Write(object value)
    {
        var values = (value is string or byte[]) ? null : value as IEnumerable;
        foreach (var element in values ?? throw Place.Refuse(value))
        {
            elements.Append(element);
            _count++;
        }

        _ends.Append(_count);
    }

    protected override void WriteNull() => _ends.Append(_count);

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([_ends.Build()], [CellColumns.Build(elements)]);
}

/// <summary>Maps: lists of keys with values.</summary>
internal sealed class MapColumn(CellPlace place, MapType type, CellColumn keys, CellColumn values) : CellColumn(place, type)
{
    private readonly ArrowBuffer.Builder<int> _ends = new ArrowBuffer.Builder<int>().Append(0);
    private int _count;

    protected override void Write(object value)
    {
        var map = value as IDictionary ?? throw Place.Refuse(value, "a map is given as an IDictionary, for example a Dictionary");
        foreach (DictionaryEntry entry in map)
        {
            keys.Append(entry.Key);
            values.Append(entry.Value);
            _count++;
        }

        _ends.Append(_count);
    }

    protected override void WriteNull() => _ends.Append(_count);

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content()
    {
        var entries = new ArrayData(type.KeyValueType, _count, 0, 0, [ArrowBuffer.Empty], [CellColumns.Build(keys), CellColumns.Build(values)]);
        return ([_ends.Build()], [entries]);
    }
}

/// <summary>Structs: a column for each part.</summary>
internal sealed class StructColumn(CellPlace place, IArrowType type, Sql.Types.StructType columns, CellColumn[] parts) : CellColumn(place, type)
{
    /// <summary>The values of the parts of whatever stands for a struct or a row.</summary>
    public static IReadOnlyList<object?> Parts(object value, Sql.Types.StructType columns, CellPlace? place)
    {
        IReadOnlyList<object?> values = value switch
        {
            Row row => row.Values,
            GenericRow row => row.Values,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index])],
            string or IEnumerable => throw Refuse(value, place, "a row, a tuple or an object with properties is expected"),
            _ => Properties(value, columns),
        };
        return values.Count == columns.Fields.Length
            ? values
            : throw Refuse(value, place, $"it has {values.Count} values for {columns.Fields.Length} columns");
    }

    protected override void Write(object value)
    {
        var values = Parts(value, columns, Place);
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index].Append(values[index]);
        }
    }

    protected override void WriteNull()
    {
        foreach (var part in parts)
        {
            part.Skip();
        }
    }

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([], [.. parts.Select(CellColumns.Build)]);

    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A type without its properties is refused with words that say so.")]
    private static IReadOnlyList<object?> Properties(object value, Sql.Types.StructType columns) => ObjectShape.Of(value.GetType()).Values(value, columns);

    private static ArgumentException Refuse(object value, CellPlace? place, string why) =>
        place?.Refuse(value, why) ?? new ArgumentException($"A {value.GetType().Name} is no row: {why}.");
}

/// <summary>Variants: two columns of bytes.</summary>
internal sealed class VariantColumn(CellPlace place, IArrowType type, CellColumn values, CellColumn metadata) : CellColumn(place, type)
{
    protected override void Write(object value)
    {
        var variant = value as VariantValue ?? throw Place.Refuse(value, "parse_json in the query makes a variant of text");
        values.Append(variant.Value);
        metadata.Append(variant.Metadata);
    }

    protected override void WriteNull()
    {
        values.Skip();
        metadata.Skip();
    }

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([], [values.Build(), metadata.Build()]);
}
