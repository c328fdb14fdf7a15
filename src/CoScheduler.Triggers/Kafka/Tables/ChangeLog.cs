using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// The rows of a table, and which changed when. Reading what changed since a version costs what changed, not what there is. Deleted
/// keys are remembered, as a reader of an older version must hear of them.
/// </summary>
internal sealed class ChangeLog
{
    /// <summary>Below this length a log is not worth compacting.</summary>
    private const int ShortLog = 1024;

    private readonly Dictionary<string, Entry> rows = new(StringComparer.Ordinal);
    private readonly List<Change> log = [];

    /// <summary>Rises by one with every change.</summary>
    public long Version { get; private set; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>Sets or deletes a row.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="json">The row; null deletes it.</param>
    public void Set(string key, string? json)
    {
        var old = rows.GetValueOrDefault(key);
        if (old.Json == json)
        {
            return;
        }

        Rows += (json is null ? 0 : 1) - (old.Json is null ? 0 : 1);
        Version++;
        rows[key] = new(Version, json);
        log.Add(new(Version, key));
        if (log.Count > ShortLog && log.Count > 2 * rows.Count)
        {
            log.RemoveAll(change => rows[change.Key].Version != change.Version);
        }
    }

    /// <summary>What changed since a version.</summary>
    /// <param name="version">The version; one that never was counts as 0.</param>
    /// <returns>Each changed key once, in the order of the last change.</returns>
    public TopicTableChanges ReadSince(long version)
    {
        var since = version < 0 || version > Version ? 0 : version;
        var changed = new List<KeyValuePair<string, string?>>();
        for (var i = FirstAfter(since); i < log.Count; i++)
        {
            var (at, key) = log[i];
            var row = rows[key];
            if (row.Version == at && (row.Json is not null || since > 0))
            {
                changed.Add(new(key, row.Json));
            }
        }

        return new(Version, changed);
    }

    private int FirstAfter(long version)
    {
        var (low, high) = (0, log.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = log[middle].Version <= version ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Entry(long Version, string? Json);

    private readonly record struct Change(long Version, string Key);
}
