namespace CoScheduler.Analyses;

/// <summary>Kafka topics kept as tables, latest by key, followed all the time and not read anew for each request.</summary>
public interface ITopicTables
{
    /// <summary>The table of a source; followed from the first call on.</summary>
    /// <param name="source">The source.</param>
    /// <returns>The table.</returns>
    ITopicTable Follow(TopicTableSource source);
}

/// <summary>A topic as a table.</summary>
public interface ITopicTable
{
    /// <summary>What it follows.</summary>
    TopicTableSource Source { get; }

    /// <summary>Rises whenever a row changes.</summary>
    long Version { get; }

    /// <summary>Waits until all that stood in the topic when it was first followed has been read.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it has.</returns>
    Task ReadyAsync(CancellationToken cancellationToken);

    /// <summary>What has changed since a version.</summary>
    /// <param name="version">The version that the caller has; 0 has nothing.</param>
    /// <returns>The changes, and the version that they lead to.</returns>
    TopicTableChanges ReadSince(long version);
}

/// <summary>What changed in a topic's table.</summary>
/// <param name="Version">The version after it.</param>
/// <param name="Changed">The rows as they are now: the value of the <c>latestBy</c> column as text, and the row as a JSON object of the source's columns; null for a row that was deleted (a record without value).</param>
public sealed record TopicTableChanges(long Version, IReadOnlyList<KeyValuePair<string, string?>> Changed);
