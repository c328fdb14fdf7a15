using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Turns analyses, parameters and topics' rows into what a worker reads, and its columns back.</summary>
internal static class WireForms
{
    public static string IdOf(Analysis analysis) => $"{analysis.Name}@{analysis.Digest}";

    public static WireAnalysis Of(Analysis analysis, string sql) => new(
        IdOf(analysis),
        analysis.Name,
        sql,
        [.. analysis.Sources.Where(s => s.Value is FileSource).Select(s => Of(s.Key, (FileSource)s.Value))],
        [.. analysis.Sources.Where(s => s.Value is TopicTableSource).Select(s => new WireTopic(s.Key, Of((TopicTableSource)s.Value)))]);

    public static WireTopicTable Of(TopicTableSource source)
    {
        var columns = source.Columns.Select(c => new WireColumn(c.Name, c.Type, c.Nullable)).ToImmutableArray();
        return new WireTopicTable($"{source.Topic}|{source.LatestBy}|{string.Join(",", columns.Select(c => $"{c.Name} {c.Type}"))}", columns);
    }

    public static WireParameter Of(string name, ParameterValue value) => new(name, value.Type, value.Value switch
    {
        bool v => v ? "true" : "false",
        double v => v.ToString("R", CultureInfo.InvariantCulture),
        DateOnly v => v.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset v => v.ToString("O", CultureInfo.InvariantCulture),
        IFormattable v => v.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value.Value,
    });

    public static ImmutableArray<Column> ToColumns(ImmutableArray<WireColumn> columns) => [.. columns.Select(c => new Column(c.Name, c.Type, c.Nullable))];

    /// <summary>A JSON array of <c>{"k":KEY,"v":ROW or null}</c>.</summary>
    public static ReadOnlyMemory<byte> Rows(IReadOnlyList<KeyValuePair<string, string?>> changed)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * (changed.Count + 1));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var (key, row) in changed)
        {
            json.WriteStartObject();
            json.WriteString("k"u8, key);
            json.WritePropertyName("v"u8);
            json.WriteRawValue(row ?? "null");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The lines of a batch.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> payload, int count)
    {
        var lines = new List<ReadOnlyMemory<byte>>(count);
        while (!payload.IsEmpty)
        {
            var end = payload.Span.IndexOf((byte)'\n');
            lines.Add(payload[..end]);
            payload = payload[(end + 1)..];
        }

        return lines;
    }

    private static WireFile Of(string name, FileSource source) => new(name, source.Path, source.Format);
}
