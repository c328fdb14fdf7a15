using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>
/// The journal of a state folder: one SQLite file with a write-ahead log, a transaction an append, each on the disk when
/// it returns (recovery.md section 1).
/// </summary>
/// <param name="folder">The state folder; made if it is not there.</param>
public sealed class SqliteJournal(string folder) : IJournal
{
    /// <summary>How many of the last records are kept behind a state, for what-if.</summary>
    public const long RecordsKept = 100_000;

    internal const string FileName = "journal.db";

    private readonly string _path = Path.Combine(folder, FileName);
    private StateFolderLock? _lock;
    private JournalFile? _file;
    private long _epoch;
    private long _last;

    private JournalFile File => _file ?? throw new InvalidOperationException("The journal is not open.");

    /// <inheritdoc />
    public JournalContent Open()
    {
        _lock = StateFolderLock.Take(folder);
        try
        {
            return new JournalOpening(_path).Run(out _file, out _epoch, out _last);
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Append(IReadOnlyList<JournalRecord> records) => Commit(file =>
    {
        foreach (var record in records)
        {
            if (record.Number != _last + 1)
            {
                throw new InvalidOperationException($"Record {record.Number} does not follow on {_last}.");
            }

            file.Insert(record);
            _last = record.Number;
        }

        file.WriteHead(_epoch, _last);
    });

    /// <inheritdoc />
    public void SaveState(long number, PoolTime at, byte[] state) =>
        Commit(file => file.ReplaceState(new StateRow(number, ResourcePool.EngineVersion, at, state), number - RecordsKept + 1));

    /// <inheritdoc />
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>Bounds the file, as a full disk would.</summary>
    /// <param name="pages">How many pages of 4 KiB it may have.</param>
    internal void LimitPages(int pages) => File.LimitPages(pages);

    private void Commit(Action<JournalFile> write)
    {
        try
        {
            File.InTransaction(() => write(File));
        }
        catch (SqliteException exception)
        {
            throw JournalFaults.Failed(_path, exception);
        }
    }
}
