using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>
/// Writes rows as JSON objects: <c>bigint</c> and decimals as strings of digits, NaN and the infinities as <c>"NaN"</c>, <c>"Infinity"</c>,
/// <c>"-Infinity"</c>, dates as <c>yyyy-MM-dd</c>, timestamps by RFC 3339 in UTC with the digits of the fraction that are not zero, timestamps without a zone
/// in the same form without <c>Z</c>, times of day as <c>HH:mm:ss</c> with such a fraction, binary in base64, intervals as Spark casts them to text, arrays as
/// arrays, structs as objects, maps as objects whose keys are the text that the key would have as a value. Null is null. Not for several threads at once.
/// </summary>
public sealed class ArrowJsonWriter
{
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly StructType _schema;
    private readonly JsonEncodedText[] _names;

    /// <summary>Makes one.</summary>
    /// <param name="schema">The columns of all batches that it will be given.</param>
    /// <exception cref="NotSupportedException">A column is of a type that has no JSON form here; the message says what to do.</exception>
    public ArrowJsonWriter(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (var field in schema.Fields)
        {
            JsonTypes.Check(field.Name, field.DataType);
        }

        _schema = schema;
        _names = [.. schema.Fields.Select(field => JsonEncodedText.Encode(field.Name, Options.Encoder))];
    }

    /// <summary>Writes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>Each row as an object in UTF-8; the rows share one buffer of their own.</returns>
    public IReadOnlyList<ReadOnlyMemory<byte>> Write(ArrowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var records = batch.Read();
        return records is null ? [] : Write(records);
    }

    /// <summary>Writes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>Each row as an object in UTF-8; the rows share one buffer of their own.</returns>
    public IReadOnlyList<ReadOnlyMemory<byte>> Write(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        var cells = _schema.Fields.Select((field, index) => JsonCells.Of(batch.Column(index), field.DataType)).ToArray();
        var ends = new int[batch.Length];
        for (var row = 0; row < batch.Length; row++)
        {
            writer.WriteStartObject();
            for (var column = 0; column < cells.Length; column++)
            {
                writer.WritePropertyName(_names[column]);
                cells[column](writer, row);
            }

            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            ends[row] = buffer.WrittenCount;
        }

        return Slices(buffer.WrittenMemory, ends);
    }

    private static ReadOnlyMemory<byte>[] Slices(ReadOnlyMemory<byte> written, int[] ends)
    {
        var rows = new ReadOnlyMemory<byte>[ends.Length];
        for (var row = 0; row < ends.Length; row++)
        {
            var start = row == 0 ? 0 : ends[row - 1];
            rows[row] = written[start..ends[row]];
        }

        return rows;
    }
}
