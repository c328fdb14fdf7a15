using System.Collections.Immutable;
using System.Text.Json;
using Apache.Arrow;
using CoScheduler.Analyses;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Turns a topic's rows, JSON objects, into Arrow columns of the types that the source names.</summary>
internal static class TopicColumns
{
    /// <summary>Whether a column of a Spark type can be made.</summary>
    public static bool Supports(string type) => TopicColumn.Of(type) is not null;

    public static RecordBatch ToArrow(TopicTableSource source, IReadOnlyCollection<string> rows)
    {
        var columns = source.Columns.Select(column => TopicColumn.Of(column.Type)!).ToImmutableArray();
        foreach (var row in rows)
        {
            using var document = JsonDocument.Parse(row);
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Append(document.RootElement.TryGetProperty(source.Columns[i].Name, out var value) ? value : default);
            }
        }

        var arrays = columns.Select(column => column.Build()).ToList();
        var fields = source.Columns.Select((column, i) => new Field(column.Name, arrays[i].Data.DataType, true));
        return new RecordBatch(new Schema(fields, null), arrays, rows.Count);
    }
}
