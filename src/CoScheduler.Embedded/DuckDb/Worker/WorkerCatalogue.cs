using System.Collections.Concurrent;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// The analyses that the worker knows, each with a schema of views on its sources. All changes of tables go through one
/// queue, in the order in which they came; an execution waits for those that came before it.
/// </summary>
internal sealed class WorkerCatalogue(Database database)
{
    private const int KeptVersions = 2;

    private readonly FileTables _files = new(database);
    private readonly TopicTables _topics = new(database);
    private readonly ConcurrentDictionary<string, PreparedAnalysis> _analyses = new(StringComparer.Ordinal);
    private readonly Lock _queue = new();
    private Task _last = Task.CompletedTask;
    private int _schemas;

    /// <summary>When all changes that came so far are done. What failed is told to the executions that need it.</summary>
    public Task Settled
    {
        get
        {
            lock (_queue)
            {
                return _last;
            }
        }
    }

    /// <summary>Makes an analysis known. What is wrong with its sources is told to its executions, which try again.</summary>
    public void Prepare(WireAnalysis wire)
    {
        if (_analyses.ContainsKey(wire.Id))
        {
            return;
        }

        var analysis = new PreparedAnalysis(wire, $"analysis_{_schemas++}", [.. wire.Files.Select(f => (f.Name, _files.Get(f.Path, f.Format)))]);
        _analyses.TryAdd(wire.Id, analysis);
        ForgetOldVersions(wire.Name);
        Enqueue(() => analysis.Fault = Attempt(() => Refresh(analysis)));
    }

    /// <summary>Puts rows into a topic's table.</summary>
    public void PutTopicRows(WireTopicTable table, bool reset, ReadOnlyMemory<byte> rows)
    {
        Enqueue(() =>
        {
            var fault = Attempt(() => _topics.Put(table, reset, System.Text.Encoding.UTF8.GetString(rows.Span)));
            foreach (var analysis in _analyses.Values.Where(a => a.Wire.Topics.Any(t => t.Table.Id == table.Id)))
            {
                analysis.TopicFaults[table.Id] = fault;
            }
        });
    }

    /// <summary>An analysis with its sources as they are now.</summary>
    /// <exception cref="SourceException">A source can't be read, or the analysis isn't known.</exception>
    public async Task<PreparedAnalysis> ReadyAsync(string id, Task settled)
    {
        await settled;
        if (!_analyses.TryGetValue(id, out var analysis))
        {
            throw new SourceException($"The worker wasn't told of the analysis {id}.", null);
        }

        if (!analysis.IsCurrent())
        {
            await Enqueue(() => analysis.Fault = Attempt(() => Refresh(analysis)));
        }

        var fault = analysis.Fault ?? analysis.TopicFaults.Values.FirstOrDefault(f => f is not null);
        return fault is null ? analysis : throw new SourceException(fault, null);
    }

    private void Refresh(PreparedAnalysis analysis)
    {
        foreach (var (_, table) in analysis.Files)
        {
            _files.Refresh(table);
        }

        var sql = new System.Text.StringBuilder($"CREATE SCHEMA IF NOT EXISTS {analysis.Schema};");
        foreach (var (name, table) in analysis.Files)
        {
            sql.Append($"CREATE OR REPLACE VIEW {analysis.Schema}.{Database.Quote(name)} AS SELECT * FROM {table.Name};");
        }

        foreach (var topic in analysis.Wire.Topics)
        {
            sql.Append($"CREATE OR REPLACE VIEW {analysis.Schema}.{Database.Quote(topic.Name)} AS SELECT * FROM {_topics.ViewOf(topic.Table)};");
        }

        database.Change(sql.ToString());
        analysis.Refreshed();
    }

    private void ForgetOldVersions(string name)
    {
        foreach (var old in _analyses.Values.Where(a => a.Wire.Name == name).OrderByDescending(a => a.Order).Skip(KeptVersions))
        {
            _analyses.TryRemove(old.Wire.Id, out _);
            Enqueue(() => Drop(old));
        }
    }

    // What still runs in that version reads on: DuckDB keeps what a transaction sees.
    private void Drop(PreparedAnalysis old) => Attempt(() =>
    {
        database.DropSchema(old.Schema);
        _files.Keep(_analyses.Values.SelectMany(a => a.Files).Select(f => f.Table).ToHashSet());
    });

    private Task Enqueue(Action change)
    {
        lock (_queue)
        {
            return _last = _last.ContinueWith(_ => change(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // A fault is kept as text, for every execution that it stops.
    private static string? Attempt(Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (Exception exception) when (exception is SourceException or DuckDB.NET.Data.DuckDBException)
        {
            return exception.Message;
        }
    }
}
