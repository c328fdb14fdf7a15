using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>Reads a journal without taking it over: a server may be writing it, and nothing in it is changed.</summary>
public static class SqliteJournalReader
{
    /// <summary>Reads all that a journal still holds.</summary>
    /// <param name="path">The journal's file, <c>journal.db</c> of a state folder.</param>
    /// <returns>The last state, if there is one, and the records, those before the state included.</returns>
    /// <exception cref="JournalException">
    /// <c>journal_missing</c>, <c>journal_invalid</c> (it is no journal), <c>journal_newer</c>, <c>journal_torn</c> or <c>journal_failed</c>.
    /// </exception>
    public static RecordedJournal Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new JournalException("journal_missing", $"There is no journal {path}; name the journal.db of a server's state folder.");
        }

        try
        {
            using var file = new JournalFile(SqliteConnections.OpenForReading(path));
            RecordedJournal? journal = null;
            file.InTransaction(() => journal = Read(path, file));
            return journal!;
        }
        catch (SqliteException e) when (JournalFaults.IsDamage(e))
        {
            throw new JournalException("journal_invalid", $"{path} is no journal: {e.Message} Name the journal.db of a server's state folder.", e);
        }
        catch (SqliteException e)
        {
            throw new JournalException("journal_failed", $"The journal {path} can't be read: {e.Message}", e);
        }
    }

    private static RecordedJournal Read(string path, JournalFile file)
    {
        if (file.ReadHead() is not { } head)
        {
            throw new JournalException("journal_invalid", $"{path} has no head, so it is no journal; name the journal.db of a server's state folder.");
        }

        if (head.Version > JournalFile.Version)
        {
            throw JournalFaults.Newer(path, $"file version {head.Version}, this is {JournalFile.Version}");
        }

        var records = file.ReadRecords(0).Select(row => Parse(path, row)).ToList();
        var state = file.ReadState();
        return state is { Whole: false }
            ? throw JournalFaults.Torn(path, state.Value.Row.Number, "the state that was kept after it has a wrong checksum")
            : new RecordedJournal(state?.Row.Body, records);
    }

    private static JournalRecord Parse(string path, RecordRow row)
    {
        if (!row.Whole)
        {
            throw JournalFaults.Torn(path, row.Number, "it has a wrong checksum");
        }

        if (row.Engine > ResourcePool.EngineVersion)
        {
            throw JournalFaults.Newer(path, $"engine version {row.Engine}, this is {ResourcePool.EngineVersion}");
        }

        try
        {
            return JournalJson.Read(row.Body);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw JournalFaults.Newer(path, $"record {row.Number}: {e.Message}", e);
        }
    }
}

/// <summary>What a journal holds.</summary>
/// <param name="State">What <see cref="ResourcePool.Export"/> gave when the last state was kept; null if none was.</param>
/// <param name="Records">The records that are still there, in order, those before the state included.</param>
public sealed record RecordedJournal(byte[]? State, IReadOnlyList<JournalRecord> Records);
