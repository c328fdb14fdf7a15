using System.Collections.Concurrent;
using Apache.Arrow;
using CoScheduler.Analyses;

namespace CoScheduler.Frameworks.Spark;

/// <summary>The topics that analyses read as tables, each in Arrow's form, made once a version for all sessions.</summary>
internal sealed class TopicMirrors(ITopicTables topics)
{
    private readonly ConcurrentDictionary<string, TopicMirror> _mirrors = new(StringComparer.Ordinal);

    public TopicMirror Of(TopicTableSource source) => _mirrors.GetOrAdd(KeyOf(source), static (_, made) => new TopicMirror(made.Topics.Follow(made.Source)), (Topics: topics, Source: source));

    private static string KeyOf(TopicTableSource source) =>
        $"{source.Topic}\n{source.LatestBy}\n{string.Join('\n', source.Columns.Select(column => $"{column.Name} {column.Type} {column.Nullable}"))}";
}

/// <summary>A topic's rows in Arrow's form.</summary>
internal sealed class TopicMirror(ITopicTable table)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);
    private long _version;
    private (long Version, RecordBatch Rows)? _made;

    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        await table.ReadyAsync(cancellationToken).ConfigureAwait(false);
        return table.Version;
    }

    public (long Version, Schema Schema, RecordBatch Rows) Read()
    {
        lock (_lock)
        {
            var changes = table.ReadSince(_version);
            foreach (var (key, row) in changes.Changed)
            {
                if (row is null)
                {
                    _rows.Remove(key);
                }
                else
                {
                    _rows[key] = row;
                }
            }

            _version = changes.Version;
            if (_made is not { } made || made.Version != _version)
            {
                made = (_version, TopicColumns.ToArrow(table.Source, _rows.Values));
                _made = made;
            }

            return (made.Version, made.Rows.Schema, made.Rows);
        }
    }
}
