using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>A topic's table that tests write.</summary>
internal sealed class FixedTopics : ITopicTables, ITopicTable
{
    private ImmutableArray<KeyValuePair<string, string?>> _changes = [];

    public TopicTableSource Source { get; private set; } = new("none", [], "none");

    public long Version => _changes.Length;

    public ITopicTable Follow(TopicTableSource source)
    {
        Source = source;
        return this;
    }

    public void Put(string key, string? row) => _changes = _changes.Add(KeyValuePair.Create(key, row));

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public TopicTableChanges ReadSince(long version) => new(Version, _changes[(int)version..]);
}
