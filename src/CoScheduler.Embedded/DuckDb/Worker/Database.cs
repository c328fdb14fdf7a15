using System.Collections.Concurrent;
using System.Globalization;
using DuckDB.NET.Data;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>The worker's database, in memory, with a pool of connections for each schema.</summary>
internal sealed class Database : IDisposable
{
    private readonly DuckDBConnection _root = new("DataSource=:memory:");
    private readonly ConcurrentDictionary<string, ConcurrentBag<DuckDBConnection>> _idle = new(StringComparer.Ordinal);

    public Database(WorkerSettings settings)
    {
        _root.Open();

        // No extension may be fetched while a request waits, and timestamps mean UTC, as in Spark's sessions.
        Execute(_root, string.Create(CultureInfo.InvariantCulture, $"""
            SET threads = {settings.Threads};
            SET memory_limit = '{settings.MemoryBytes}B';
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET TimeZone = 'UTC';
            """));
    }

    /// <summary>A connection whose unqualified names are those of a schema; give it back.</summary>
    public DuckDBConnection Rent(string schema)
    {
        if (_idle.GetOrAdd(schema, _ => []).TryTake(out var idle))
        {
            return idle;
        }

        var connection = _root.Duplicate();
        connection.Open();
        Execute(connection, $"SET schema = '{schema}'; SET TimeZone = 'UTC'");
        return connection;
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(string schema, DuckDBConnection connection) => _idle.GetOrAdd(schema, _ => []).Add(connection);

    /// <summary>Runs statements on the connection that alone changes tables. Not for several threads at once.</summary>
    /// <returns>How many rows changed.</returns>
    public int Change(string sql, params (string Name, object Value)[] parameters) => Execute(_root, sql, parameters);

    /// <summary>Drops a schema; nobody rents a connection for it any more.</summary>
    public void DropSchema(string schema)
    {
        Change($"DROP SCHEMA IF EXISTS {schema} CASCADE");
        if (_idle.TryRemove(schema, out var idle))
        {
            foreach (var connection in idle)
            {
                connection.Dispose();
            }
        }
    }

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string QuoteText(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Dispose()
    {
        foreach (var connection in _idle.Values.SelectMany(bag => bag))
        {
            connection.Dispose();
        }

        _root.Dispose();
    }

    private static int Execute(DuckDBConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(new DuckDBParameter(name, value));
        }

        return command.ExecuteNonQuery();
    }
}
