using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Frameworks;

/// <summary>Frameworks' documents in a SQLite file of the state folder, which the journal's lock guards.</summary>
public sealed class SqliteFrameworkStore : IFrameworkStore, IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS document (framework TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (framework, name)) WITHOUT ROWID";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="folder">The state folder.</param>
    /// <exception cref="JournalException">The file can't be used.</exception>
    public SqliteFrameworkStore(string folder)
    {
        _path = Path.Combine(folder, "frameworks.db");
        try
        {
            Directory.CreateDirectory(folder);
            _connection = SqliteConnections.Open(_path, SqliteOpenMode.ReadWriteCreate);
            SqliteConnections.Execute(_connection, Schema);
        }
        catch (SqliteException exception)
        {
            throw JournalFaults.Failed(_path, exception);
        }
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Load(FrameworkId framework)
    {
        lock (_gate)
        {
            using var command = Command("SELECT name, body FROM document WHERE framework = $framework", ("$framework", framework.Value));
            using var reader = command.ExecuteReader();
            SortedDictionary<string, string> documents = new(StringComparer.Ordinal);
            while (reader.Read())
            {
                documents.Add(reader.GetString(0), reader.GetString(1));
            }

            return documents;
        }
    }

    /// <inheritdoc />
    /// <exception cref="JournalException">The file can't be written; nothing has changed.</exception>
    public void Save(FrameworkId framework, IReadOnlyDictionary<string, string?> changes)
    {
        lock (_gate)
        {
            try
            {
                Write(framework, changes);
            }
            catch (SqliteException exception)
            {
                throw JournalFaults.Failed(_path, exception);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private void Write(FrameworkId framework, IReadOnlyDictionary<string, string?> changes)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var (name, body) in changes)
        {
            using var command = body is null
                ? Command("DELETE FROM document WHERE framework = $framework AND name = $name", ("$framework", framework.Value), ("$name", name))
                : Command("INSERT OR REPLACE INTO document (framework, name, body) VALUES ($framework, $name, $body)", ("$framework", framework.Value), ("$name", name), ("$body", body));
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
