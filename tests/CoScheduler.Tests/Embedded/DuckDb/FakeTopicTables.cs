using CoScheduler.Analyses;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>Topics' tables whose rows the test sets.</summary>
internal sealed class FakeTopicTables : ITopicTables
{
    private readonly Dictionary<string, FakeTopicTable> _tables = new(StringComparer.Ordinal);

    public FakeTopicTable this[TopicTableSource source] => (FakeTopicTable)Follow(source);

    public ITopicTable Follow(TopicTableSource source)
    {
        lock (_tables)
        {
            if (!_tables.TryGetValue(source.Topic, out var table))
            {
                table = new FakeTopicTable(source);
                _tables.Add(source.Topic, table);
            }

            return table;
        }
    }
}

/// <summary>A topic's table that keeps all of its changes.</summary>
internal sealed class FakeTopicTable(TopicTableSource source) : ITopicTable
{
    private readonly List<KeyValuePair<string, string?>> _changes = [];

    public TopicTableSource Source { get; } = source;

    public long Version
    {
        get
        {
            lock (_changes)
            {
                return _changes.Count;
            }
        }
    }

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public TopicTableChanges ReadSince(long version)
    {
        lock (_changes)
        {
            var latest = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var (key, row) in _changes.Skip((int)version))
            {
                latest[key] = row;
            }

            return new TopicTableChanges(_changes.Count, [.. latest]);
        }
    }

    public void Put(string key, string? row)
    {
        lock (_changes)
        {
            _changes.Add(new KeyValuePair<string, string?>(key, row));
        }
    }
}
