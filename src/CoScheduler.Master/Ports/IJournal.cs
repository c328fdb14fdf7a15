using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>Where the master's steps are kept (recovery.md section 1). One owner a journal, by a lock.</summary>
public interface IJournal : IDisposable
{
    /// <summary>Takes the journal over: checks its version and its end, and begins a new epoch.</summary>
    /// <returns>What there is to restore.</returns>
    /// <exception cref="JournalException">It is of a newer version, torn before its end, or another server has it.</exception>
    JournalContent Open();

    /// <summary>Keeps records, all or none, durably. When it throws, the process must end: its memory is ahead of its disk.</summary>
    /// <param name="records">The records, numbered on from the last.</param>
    void Append(IReadOnlyList<JournalRecord> records);

    /// <summary>Keeps the whole state as it was after a record; what is older may go.</summary>
    /// <param name="number">The last record that is in it.</param>
    /// <param name="at">Its pool time.</param>
    /// <param name="state">What <see cref="ResourcePool.Export"/> gave.</param>
    void SaveState(long number, PoolTime at, byte[] state);
}

/// <summary>One step, as it is kept.</summary>
/// <param name="Number">Counted from 1, without gaps.</param>
/// <param name="Epoch">The master's epoch.</param>
/// <param name="At">Pool time.</param>
/// <param name="Wall">The wall clock, for people.</param>
/// <param name="EngineVersion">The version of the deciding part.</param>
/// <param name="Command">What was told.</param>
/// <param name="Decisions">What was decided.</param>
/// <param name="Origin">Who gave the command; null if a part of the server did.</param>
public sealed record JournalRecord(
    long Number,
    long Epoch,
    PoolTime At,
    DateTimeOffset Wall,
    int EngineVersion,
    Command Command,
    ImmutableArray<Decision> Decisions,
    Origin? Origin = null);

/// <summary>What a journal holds when it is opened.</summary>
/// <param name="Epoch">The new epoch, already kept.</param>
/// <param name="StateNumber">The last record that is in <paramref name="State"/>; 0 if there is none.</param>
/// <param name="StateAt">Its pool time.</param>
/// <param name="State">The last whole state, or null.</param>
/// <param name="Records">The records after it, in order.</param>
/// <param name="Notice">One sentence if something was cut off at the end, else null.</param>
public sealed record JournalContent(long Epoch, long StateNumber, PoolTime StateAt, byte[]? State, IEnumerable<JournalRecord> Records, string? Notice);

/// <summary>A journal that can't be used.</summary>
/// <param name="code"><c>journal_locked</c>, <c>journal_newer</c>, <c>journal_torn</c> or <c>journal_failed</c>.</param>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="inner">What was underneath.</param>
public sealed class JournalException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;
}
