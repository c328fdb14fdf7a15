using CoScheduler.Master;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>The sentences of a journal that can't be used. SQLite's codes: https://sqlite.org/rescode.html.</summary>
internal static class JournalFaults
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CantOpen = 14;

    public static JournalException Newer(string path, string what, Exception? inner = null) => new(
        "journal_newer", $"The journal {path} is of a newer version ({what}); start the version that wrote it, or a later one.", inner);

    public static JournalException Torn(string path, long record, string what, Exception? inner = null) => new(
        "journal_torn", $"The journal {path} is torn at record {record}: {what}; put the state folder back from a copy, or start on another with --state.", inner);

    public static JournalException Failed(string path, SqliteException exception) => new(
        "journal_failed",
        exception.SqliteErrorCode switch
        {
            Full => $"The disk under the journal {path} is full; make room and start again.",
            InputOutput => $"The disk under the journal {path} failed: {exception.Message}",
            ReadOnly or Permission or CantOpen => $"The journal {path} can't be written; give its folder to the user that runs the server.",
            Busy => $"The journal {path} is in use by another program; close it and start again.",
            _ => $"The journal {path} failed: {exception.Message}",
        },
        exception);

    /// <summary>Whether an error while reading says that the file's content is not what was written.</summary>
    public static bool IsDamage(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is not (Permission or Busy or ReadOnly or InputOutput or Full or CantOpen),
        FormatException => true,
        _ => false,
    };
}
