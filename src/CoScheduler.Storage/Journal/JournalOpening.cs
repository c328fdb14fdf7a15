using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>
/// Opens a journal's file: a newer version is refused by name, a torn last record is cut off and said, anything else
/// torn stops the start with the record's number.
/// </summary>
internal sealed class JournalOpening(string path)
{
    private const int SmallestFile = 512;

    /// <summary>Where the header says by which format the file is written and read (https://sqlite.org/fileformat2.html).</summary>
    private const int WriteFormat = 18;
    private const int ReadFormat = 19;
    private const byte LogFormat = 2;

    private long _reading = 1;

    public JournalContent Run(out JournalFile file, out long epoch, out long last)
    {
        JournalFile? opened = null;
        try
        {
            var log = PrepareFile();
            opened = new JournalFile(SqliteConnections.Open(path, SqliteOpenMode.ReadWrite));
            var content = Read(opened, log, out last);
            epoch = content.Epoch;
            file = opened;
            return content;
        }
        catch (Exception exception) when (JournalFaults.IsDamage(exception))
        {
            opened?.Dispose();
            throw JournalFaults.Torn(path, _reading, exception.Message, exception);
        }
        catch (SqliteException exception)
        {
            opened?.Dispose();
            throw JournalFaults.Failed(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException("journal_failed", $"The journal {path} can't be read: {exception.Message}", exception);
        }
        catch (JournalException)
        {
            opened?.Dispose();
            throw;
        }
    }

    private WriteAheadLogState PrepareFile()
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            JournalFile.Create(path);
            return WriteAheadLogState.Whole;
        }

        if (info.Length < SmallestFile)
        {
            throw JournalFaults.Torn(path, _reading, $"the file has {info.Length} bytes only");
        }

        CheckFormat();
        var log = WriteAheadLogCheck.Check(path + "-wal");
        if (log == WriteAheadLogState.Damaged)
        {
            throw JournalFaults.Torn(path, DamagedLog.NextRecord(path), "its write-ahead log is damaged before its end");
        }

        return log;
    }

    /// <summary>SQLite opens a file of an unknown write format for reading only, which would look like a missing permission.</summary>
    private void CheckFormat()
    {
        Span<byte> header = stackalloc byte[ReadFormat + 1];
        using var stream = File.OpenRead(path);
        stream.ReadExactly(header);
        if (header[WriteFormat] != LogFormat || header[ReadFormat] != LogFormat)
        {
            throw JournalFaults.Torn(path, _reading, "the file's header is not that of a journal");
        }
    }

    private JournalContent Read(JournalFile file, WriteAheadLogState log, out long last)
    {
        var head = file.ReadHead() ?? throw JournalFaults.Torn(path, _reading, "it has no head");
        if (head.Version > JournalFile.Version)
        {
            throw JournalFaults.Newer(path, $"file version {head.Version}, this is {JournalFile.Version}");
        }

        if (!head.Whole)
        {
            throw JournalFaults.Torn(path, _reading, "its head has a wrong checksum");
        }

        var state = ReadState(file);
        var stateNumber = state?.Number ?? 0;
        last = CheckRecords(file, stateNumber, head.Last);
        var notice = log == WriteAheadLogState.Unfinished ? $"The journal {path} had an unfinished transaction at its end; it was cut off after record {last}." : null;
        if (last < head.Last)
        {
            notice = $"The last record of the journal {path}, {head.Last}, was torn; it was cut off.";
        }

        // Frames of a transaction that was cut off would otherwise stand behind those that follow, and look like damage.
        file.EmptyLog();
        file.Complete();
        var epoch = head.Epoch + 1;
        Begin(file, epoch, last, head.Last);
        return new JournalContent(epoch, stateNumber, state?.At ?? default, state?.Body, ReadRecords(file, stateNumber), notice);
    }

    private static void Begin(JournalFile file, long epoch, long last, long lastKept) => file.InTransaction(() =>
    {
        if (last < lastKept)
        {
            file.DeleteRecord(lastKept);
        }

        file.WriteHead(epoch, last);
    });

    private StateRow? ReadState(JournalFile file)
    {
        if (file.ReadState() is not { } state)
        {
            return null;
        }

        RefuseNewerEngine(state.Row.Engine);
        return state.Whole ? state.Row : throw JournalFaults.Torn(path, state.Row.Number, "the state that was kept after it has a wrong checksum");
    }

    /// <returns>The last record that is whole.</returns>
    private long CheckRecords(JournalFile file, long after, long headLast)
    {
        var last = after;
        foreach (var row in file.ReadRecords(after))
        {
            _reading = last + 1;
            if (row.Number != _reading)
            {
                throw JournalFaults.Torn(path, _reading, $"record {row.Number} follows on {last}");
            }

            if (!row.Whole)
            {
                return row.Number == headLast ? last : throw JournalFaults.Torn(path, row.Number, "it has a wrong checksum");
            }

            RefuseNewerEngine(row.Engine);
            last = row.Number;
        }

        return last == headLast ? last : throw JournalFaults.Torn(path, last + 1, $"it is missing, though {headLast} were kept");
    }

    private IEnumerable<JournalRecord> ReadRecords(JournalFile file, long after)
    {
        foreach (var row in file.ReadRecords(after))
        {
            yield return Parse(row);
        }
    }

    private JournalRecord Parse(RecordRow row)
    {
        try
        {
            return JournalJson.Read(row.Body);
        }
        catch (System.Text.Json.JsonException exception)
        {
            // Its checksum is right, so somebody else wrote it so.
            throw JournalFaults.Newer(path, $"record {row.Number}: {exception.Message}", exception);
        }
    }

    private void RefuseNewerEngine(long engine)
    {
        if (engine > ResourcePool.EngineVersion)
        {
            throw JournalFaults.Newer(path, $"engine version {engine}, this is {ResourcePool.EngineVersion}");
        }
    }
}
