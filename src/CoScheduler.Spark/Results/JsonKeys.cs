using System.Buffers;
using System.Text;
using System.Text.Json;
using Apache.Arrow;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Keys of maps as names: the text of a value that is text in JSON, else the JSON of the value.</summary>
internal static class JsonKeys
{
    public static Func<int, string> Of(IArrowArray keys, DataType type)
    {
        if (keys is StringArray texts)
        {
            return row => texts.GetString(row);
        }

        var cell = JsonCells.Of(keys, type);
        return row => Text(cell, row);
    }

    private static string Text(JsonCell cell, int row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ArrowJsonWriter.Options))
        {
            cell(writer, row);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
