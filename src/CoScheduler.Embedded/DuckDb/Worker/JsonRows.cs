using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Writes rows as JSON objects by contract.md section 3's rules, one a line.</summary>
internal sealed class JsonRows : IDisposable
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText[] _names;

    public JsonRows(Schema schema)
    {
        _json = new Utf8JsonWriter(_buffer, _options);
        _names = [.. schema.FieldsList.Select(f => JsonEncodedText.Encode(f.Name, _options.Encoder))];
    }

    /// <summary>How many bytes stand written.</summary>
    public int Bytes => _buffer.WrittenCount;

    /// <summary>Adds a row.</summary>
    public void Add(RecordBatch batch, int row)
    {
        _json.Reset(_buffer);
        _json.WriteStartObject();
        for (var column = 0; column < _names.Length; column++)
        {
            _json.WritePropertyName(_names[column]);
            JsonValues.Write(_json, batch.Column(column), row);
        }

        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
    }

    /// <summary>Takes what stands written, and begins anew.</summary>
    public byte[] Take()
    {
        var bytes = _buffer.WrittenSpan.ToArray();
        _buffer.ResetWrittenCount();
        return bytes;
    }

    public void Dispose() => _json.Dispose();
}
