using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>Tells where a damaged write-ahead log breaks off, on a copy: opening the journal itself would cut it there.</summary>
internal static class DamagedLog
{
    public static long NextRecord(string path)
    {
        var folder = Directory.CreateTempSubdirectory("coscheduler-journal-");
        try
        {
            var copy = Path.Combine(folder.FullName, "journal.db");
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
            using var file = new JournalFile(SqliteConnections.Open(copy, SqliteOpenMode.ReadWrite));
            return (file.ReadHead()?.Last ?? 0) + 1;
        }
        catch (SqliteException)
        {
            // Then not even the first record can be read.
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
