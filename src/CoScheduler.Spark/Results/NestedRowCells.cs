using Apache.Arrow;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Reads values that have parts.</summary>
internal static class NestedRowCells
{
    /// <summary>What reads a column of arrays, maps, structs or variants; null for one of something else.</summary>
    public static Func<int, object?>? Of(IArrowArray array, DataType type) => (array, type) switch
    {
        (MapArray maps, MapType map) => Map(maps, map),
        (ListArray lists, ArrayType list) => List(RowCells.Of(lists.Values, list.ElementType), row => ListOffsets.Of(lists, row)),
        (LargeListArray lists, ArrayType list) => List(RowCells.Of(lists.Values, list.ElementType), row => ListOffsets.Of(lists, row)),
        (StructArray structs, StructType @struct) => Struct(structs, @struct),
        (StructArray structs, Sql.Types.VariantType) => Variant(structs),
        _ => null,
    };

    private static Func<int, object?> List(Func<int, object?> element, Func<int, (int Start, int Length)> place) => row =>
    {
        var (start, length) = place(row);
        var values = new object?[length];
        for (var index = 0; index < length; index++)
        {
            values[index] = element(start + index);
        }

        return values;
    };

    private static Func<int, object?> Map(MapArray maps, MapType type)
    {
        var key = RowCells.Of(maps.Keys, type.KeyType);
        var value = RowCells.Of(maps.Values, type.ValueType);
        return row =>
        {
            var (start, length) = ListOffsets.Of(maps, row);
            var entries = new Dictionary<object, object?>(length);
            for (var index = start; index < start + length; index++)
            {
                entries.Add(key(index)!, value(index));
            }

            return entries;
        };
    }

    private static Func<int, object?> Struct(StructArray structs, StructType type)
    {
        var cells = type.Fields.Select((field, index) => RowCells.Of(structs.Fields[index], field.DataType)).ToArray();
        return row => new Row(System.Array.ConvertAll(cells, cell => cell(row)), type);
    }

    private static Func<int, object?> Variant(StructArray structs)
    {
        var names = ((Apache.Arrow.Types.StructType)structs.Data.DataType).Fields.Select(field => field.Name).ToList();
        var values = (BinaryArray)structs.Fields[names.IndexOf("value")];
        var metadata = (BinaryArray)structs.Fields[names.IndexOf("metadata")];
        return row => new VariantValue(values.GetBytes(row).ToArray(), metadata.GetBytes(row).ToArray());
    }
}
