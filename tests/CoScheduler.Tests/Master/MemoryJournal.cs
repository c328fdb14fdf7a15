using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Master;

/// <summary>A journal in memory, which survives its master and can break like a disk, or like a process after its commit.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly List<JournalRecord> _records = [];
    private long _epoch;
    private (long Number, PoolTime At, byte[] State)? _state;

    public IReadOnlyList<JournalRecord> Records => _records;

    public int StatesSaved { get; private set; }

    /// <summary>Called before a commit; what it throws leaves nothing behind.</summary>
    public Action<IReadOnlyList<JournalRecord>> BeforeCommit { get; set; } = _ => { };

    /// <summary>Called after a commit; what it throws is a crash before any effect.</summary>
    public Action<IReadOnlyList<JournalRecord>> AfterCommit { get; set; } = _ => { };

    public JournalContent Open()
    {
        BeforeCommit = AfterCommit = _ => { };
        var number = _state?.Number ?? 0;
        return new JournalContent(++_epoch, number, _state?.At ?? default, _state?.State, _records.Where(record => record.Number > number).ToList(), null);
    }

    public void Append(IReadOnlyList<JournalRecord> records)
    {
        BeforeCommit(records);
        _records.AddRange(records);
        AfterCommit(records);
    }

    public void SaveState(long number, PoolTime at, byte[] state)
    {
        _state = (number, at, state);
        StatesSaved++;
    }

    public void Dispose()
    {
        // It outlives its master, as a file does.
    }
}
