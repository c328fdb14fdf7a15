using System.Text.Json;
using CoScheduler.Master;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>The history of the quota in the journal of a state folder, read beside its writer.</summary>
/// <param name="folder">The state folder, whose journal is open.</param>
public sealed class SqliteQuotaHistory(string folder) : IQuotaHistory
{
    private readonly string _path = Path.Combine(folder, SqliteJournal.FileName);

    /// <inheritdoc />
    public IReadOnlyList<QuotaChange> Read(long? before, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return Read(before ?? long.MaxValue, limit);
    }

    /// <inheritdoc />
    public QuotaChange? Find(long version) =>
        version is > 0 and < long.MaxValue && Read(version + 1, 1) is [var change] && change.Version == version ? change : null;

    private IReadOnlyList<QuotaChange> Read(long before, int limit)
    {
        try
        {
            using var connection = SqliteConnections.Open(_path, SqliteOpenMode.ReadOnly);
            return new QuotaRows(connection).Read(before, limit);
        }
        catch (Exception exception) when (exception is SqliteException or FormatException or JsonException or InvalidCastException)
        {
            throw new JournalException("journal_failed", $"The history of the quota in {_path} can't be read: {exception.Message}", exception);
        }
    }
}
