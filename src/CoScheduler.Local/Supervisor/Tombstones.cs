namespace CoScheduler.Local.Supervisor;

/// <summary>
/// Tasks that must not start (any more): those killed before they were known, on disk too, and those forgotten. A launch that
/// is late is late by moments, so only the last ones are kept.
/// </summary>
internal sealed class Tombstones
{
    private const int Kept = 4096;

    private readonly TaskStore _store;
    private readonly HashSet<string> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Takes over what is on disk.</summary>
    /// <param name="store">What is on disk.</param>
    public Tombstones(TaskStore store)
    {
        _store = store;
        foreach (var task in store.ReadTombstones().ToList())
        {
            Remember(task);
        }
    }

    /// <summary>Whether a task must not start.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Whether it has a tombstone.</returns>
    public bool Contains(string task) => _tasks.Contains(task);

    /// <summary>A task that was killed before it was known, for supervisors to come as well.</summary>
    /// <param name="task">The task.</param>
    public void Bury(string task)
    {
        if (!Contains(task))
        {
            _store.WriteTombstone(task);
            Remember(task);
        }
    }

    /// <summary>A task that has had its life.</summary>
    /// <param name="task">The task.</param>
    public void Remember(string task)
    {
        if (!_tasks.Add(task))
        {
            return;
        }

        _order.Enqueue(task);
        if (_order.Count > Kept)
        {
            var oldest = _order.Dequeue();
            _ = _tasks.Remove(oldest);
            _store.RemoveTombstone(oldest);
        }
    }
}
