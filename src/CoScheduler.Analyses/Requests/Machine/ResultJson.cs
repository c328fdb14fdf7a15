using System.Collections.Immutable;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>Rows as JSON.</summary>
internal static class ResultJson
{
    public static void WriteSchema(Utf8JsonWriter json, ImmutableArray<Column> schema)
    {
        json.WriteStartArray("schema");
        foreach (var column in schema)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type);
            json.WriteBoolean("nullable", column.Nullable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteRows(Utf8JsonWriter json, IEnumerable<ReadOnlyMemory<byte>> rows)
    {
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteRawValue(row.Span, skipInputValidation: true);
        }

        json.WriteEndArray();
    }
}
