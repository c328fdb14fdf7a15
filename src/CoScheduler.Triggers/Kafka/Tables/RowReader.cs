using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Reads a topic's records as rows of a source: its columns only, strictly by their types.</summary>
internal sealed class RowReader
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TopicTableSource source;
    private readonly ColumnReader[] readers;
    private readonly ColumnReader keyReader;
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>Makes a reader.</summary>
    /// <param name="source">The source.</param>
    public RowReader(TopicTableSource source)
    {
        this.source = source;
        readers = [.. source.Columns.Select(ColumnReader.For)];
        var key = source.Columns.Single(column => column.Name == source.LatestBy);
        keyReader = ColumnReader.For(key);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="key">The record's key, which names the row where there is no value.</param>
    /// <param name="value">The record's value; null deletes the row.</param>
    /// <returns>The row, or what is wrong with the record.</returns>
    public RowRead Read(byte[]? key, byte[]? value)
    {
        if (value is null)
        {
            return key is not null && Utf8.IsValid(key)
                ? new(keyReader.KeyText(Encoding.UTF8.GetString(key)), null, null)
                : RowRead.Bad("it deletes a row, but has no key in UTF-8.");
        }

        if (!Utf8.IsValid(value))
        {
            return RowRead.Bad("it is not in UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Row(document.RootElement) : RowRead.Bad("it is not a JSON object.");
        }
        catch (JsonException)
        {
            return RowRead.Bad("it is not JSON.");
        }
    }

    private RowRead Row(JsonElement record)
    {
        buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        string? key = null;
        for (var i = 0; i < readers.Length; i++)
        {
            var column = source.Columns[i];
            json.WritePropertyName(column.Name);
            if (!record.TryGetProperty(column.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (!column.Nullable || column.Name == source.LatestBy)
                {
                    return RowRead.Bad($"'{column.Name}' is missing.");
                }

                json.WriteNullValue();
            }
            else if (!readers[i].TryRead(value, out var read))
            {
                return RowRead.Bad($"'{column.Name}' is no {column.Type}.");
            }
            else
            {
                Write(json, read);
                key = column.Name == source.LatestBy ? read.Text : key;
            }
        }

        json.WriteEndObject();
        json.Flush();
        return new(key, Encoding.UTF8.GetString(buffer.WrittenSpan), null);
    }

    private static void Write(Utf8JsonWriter json, ColumnValue value)
    {
        if (value.Bare)
        {
            json.WriteRawValue(value.Text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(value.Text);
        }
    }
}

/// <summary>What a record is.</summary>
/// <param name="Key">The row's key; null if the record can't be used.</param>
/// <param name="Json">The row; null if it is deleted.</param>
/// <param name="Fault">What is wrong with the record, or null.</param>
internal readonly record struct RowRead(string? Key, string? Json, string? Fault)
{
    /// <summary>A record that can't be used.</summary>
    /// <param name="fault">Why.</param>
    /// <returns>That.</returns>
    public static RowRead Bad(string fault) => new(null, null, fault);
}
