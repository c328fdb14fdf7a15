using System.Text.Json;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>
/// The journal's second list: records that set a quota, kept for ever, where the journal lets records go that are old. A row
/// is written in the transaction of its record.
/// </summary>
internal sealed class QuotaRows(SqliteConnection connection)
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS quota (version INTEGER PRIMARY KEY, number INTEGER NOT NULL, checksum INTEGER NOT NULL, body BLOB NOT NULL)";

    /// <summary>Makes the list if it is not there: a journal that is older than it begins it late.</summary>
    public static void Create(SqliteConnection connection) => SqliteConnections.Execute(connection, Schema);

    /// <summary>Adds a record under the next version.</summary>
    public void Insert(JournalRecord record, SqliteTransaction? transaction)
    {
        var body = JournalJson.Write(record with { Decisions = [] });
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO quota (version, number, checksum, body) SELECT COALESCE(MAX(version), 0) + 1, $number, $checksum, $body FROM quota";
        command.Parameters.AddWithValue("$number", record.Number);
        command.Parameters.AddWithValue("$checksum", Checksum.Of([record.Number], body));
        command.Parameters.AddWithValue("$body", body);
        command.ExecuteNonQuery();
    }

    /// <summary>Lets go of what a record set that was cut off.</summary>
    public void Delete(long number, SqliteTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM quota WHERE number = $number";
        command.Parameters.AddWithValue("$number", number);
        command.ExecuteNonQuery();
    }

    /// <summary>Reads versions of a range, the newest first, each with the one before it.</summary>
    /// <exception cref="FormatException">A row is not what was written.</exception>
    public IReadOnlyList<QuotaChange> Read(long before, long limit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, number, checksum, body FROM quota WHERE version < $before ORDER BY version DESC LIMIT $limit";
        command.Parameters.AddWithValue("$before", before);
        command.Parameters.AddWithValue("$limit", limit + 1);
        using var reader = command.ExecuteReader();
        List<(long Version, JournalRecord Record)> rows = [];
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), Parse(reader)));
        }

        return [.. rows.Take((int)limit).Select((row, i) => Change(row.Version, row.Record, i + 1 < rows.Count ? rows[i + 1].Record : null))];
    }

    private static JournalRecord Parse(SqliteDataReader reader)
    {
        var body = (byte[])reader.GetValue(3);
        return reader.GetInt64(2) == Checksum.Of([reader.GetInt64(1)], body)
            ? JournalJson.Read(body)
            : throw new FormatException($"version {reader.GetInt64(0)} of the quota has a wrong checksum");
    }

    private static QuotaChange Change(long version, JournalRecord record, JournalRecord? before) =>
        new(version, record.Number, record.Wall, record.Origin, Tree(record), before is null ? null : Tree(before));

    private static QuotaTree Tree(JournalRecord record) =>
        record.Command is SetQuota set ? set.Quota : throw new JsonException($"Record {record.Number} sets no quota.");
}
