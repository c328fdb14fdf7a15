using System.Text.Json;
using Apache.Arrow;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Writes values that have parts.</summary>
internal static class NestedJsonCells
{
    /// <summary>What writes a column of arrays, maps or structs; null for one of something else.</summary>
    public static JsonCell? Of(IArrowArray array, DataType type) => (array, type) switch
    {
        (MapArray maps, MapType map) => Map(maps, map),
        (ListArray lists, ArrayType list) => List(JsonCells.Of(lists.Values, list.ElementType), row => ListOffsets.Of(lists, row)),
        (LargeListArray lists, ArrayType list) => List(JsonCells.Of(lists.Values, list.ElementType), row => ListOffsets.Of(lists, row)),
        (StructArray structs, StructType @struct) => Struct(structs, @struct),
        _ => null,
    };

    private static JsonCell List(JsonCell element, Func<int, (int Start, int Length)> place) => (writer, row) =>
    {
        var (start, length) = place(row);
        writer.WriteStartArray();
        for (var index = start; index < start + length; index++)
        {
            element(writer, index);
        }

        writer.WriteEndArray();
    };

    private static JsonCell Map(MapArray maps, MapType type)
    {
        var key = JsonKeys.Of(maps.Keys, type.KeyType);
        var value = JsonCells.Of(maps.Values, type.ValueType);
        return (writer, row) =>
        {
            var (start, length) = ListOffsets.Of(maps, row);
            writer.WriteStartObject();
            for (var index = start; index < start + length; index++)
            {
                writer.WritePropertyName(key(index));
                value(writer, index);
            }

            writer.WriteEndObject();
        };
    }

    private static JsonCell Struct(StructArray structs, StructType type)
    {
        var names = type.Fields.Select(field => JsonEncodedText.Encode(field.Name, ArrowJsonWriter.Options.Encoder)).ToArray();
        var cells = type.Fields.Select((field, index) => JsonCells.Of(structs.Fields[index], field.DataType)).ToArray();
        return (writer, row) =>
        {
            writer.WriteStartObject();
            for (var index = 0; index < cells.Length; index++)
            {
                writer.WritePropertyName(names[index]);
                cells[index](writer, row);
            }

            writer.WriteEndObject();
        };
    }
}
