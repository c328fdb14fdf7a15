using CoScheduler.Pool;

namespace CoScheduler.Master.Loop;

/// <summary>What is committed in one transaction: some steps at one pool time, and what is released after the commit.</summary>
internal sealed class Turn(ResourcePool pool, PoolTime now, DateTimeOffset wall, long epoch, long lastNumber, Action<PoolEvent> release)
{
    private readonly List<JournalRecord> _records = [];
    private readonly List<Action<PoolSnapshot>> _releases = [];

    public ResourcePool Pool => pool;

    public PoolTime Now => now;

    public IReadOnlyList<JournalRecord> Records => _records;

    /// <summary>Whether more work may join this turn.</summary>
    public bool Open { get; private set; } = true;

    /// <summary>A refused command leaves no trace, so it needs no record.</summary>
    public StepResult Step(Command command, Origin? origin = null)
    {
        var result = pool.Step(now, command);
        if (result.Refusal is null)
        {
            var number = lastNumber + _records.Count + 1;
            _records.Add(new JournalRecord(number, epoch, now, wall, ResourcePool.EngineVersion, command, result.Decisions, origin));
            var told = new PoolEvent(number, now, wall, command, result.Decisions, result.Effects);
            _releases.Add(_ => release(told));
        }

        return result;
    }

    /// <summary>Ends the turn here, so that the published snapshot is exactly the state after this work.</summary>
    public void Close() => Open = false;

    /// <summary>Adds what happens after the commit, in order, with the snapshot that was published.</summary>
    public void AfterCommit(Action<PoolSnapshot> action) => _releases.Add(action);

    public void Release(PoolSnapshot snapshot)
    {
        foreach (var action in _releases)
        {
            action(snapshot);
        }
    }
}
