using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Journal;

/// <summary>The journal's rows: one head, the records, the last state. Every row carries a checksum.</summary>
internal sealed class JournalFile : IDisposable
{
    public const long Version = 1;

    private const string Schema = """
        CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, epoch INTEGER NOT NULL, last INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE record (number INTEGER PRIMARY KEY, engine INTEGER NOT NULL, checksum INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE state (number INTEGER PRIMARY KEY, engine INTEGER NOT NULL, at INTEGER NOT NULL, checksum INTEGER NOT NULL, body BLOB NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly QuotaRows _quotas;
    private readonly SqliteCommand _insertRecord;
    private readonly SqliteCommand _writeHead;
    private SqliteTransaction? _transaction;

    public JournalFile(SqliteConnection connection)
    {
        _connection = connection;
        _quotas = new QuotaRows(connection);
        _insertRecord = Command("INSERT INTO record (number, engine, checksum, body) VALUES ($number, $engine, $checksum, $body)");
        _writeHead = Command("INSERT OR REPLACE INTO head (id, version, epoch, last, checksum) VALUES (1, $version, $epoch, $last, $checksum)");
    }

    /// <summary>Makes an empty journal under another name first, so that a file under its name always has a head.</summary>
    public static void Create(string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var connection = SqliteConnections.Open(unfinished, SqliteOpenMode.ReadWriteCreate))
        {
            SqliteConnections.Execute(connection, Schema);
            QuotaRows.Create(connection);
            using var file = new JournalFile(connection);
            file.WriteHead(0, 0);
        }

        File.Move(unfinished, path);
    }

    /// <summary>Brings the write-ahead log into the file and empties it.</summary>
    public void EmptyLog() => SqliteConnections.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>Adds what a journal of an older version doesn't have.</summary>
    public void Complete() => QuotaRows.Create(_connection);

    /// <summary>Bounds the file as a full disk would.</summary>
    public void LimitPages(int pages) => SqliteConnections.Execute(_connection, $"PRAGMA max_page_count = {pages}");

    /// <summary>All that is written, or nothing of it.</summary>
    public void InTransaction(Action write)
    {
        using var transaction = _connection.BeginTransaction();
        _transaction = transaction;
        try
        {
            write();
            transaction.Commit();
        }
        finally
        {
            _transaction = null;
        }
    }

    public void WriteHead(long epoch, long last) =>
        Run(_writeHead, ("$version", Version), ("$epoch", epoch), ("$last", last), ("$checksum", Checksum.Of([Version, epoch, last], [])));

    public (long Version, long Epoch, long Last, bool Whole)? ReadHead()
    {
        using var command = Command("SELECT version, epoch, last, checksum FROM head WHERE id = 1");
        using var reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var (version, epoch, last) = (Number(reader, 0), Number(reader, 1), Number(reader, 2));
        return (version, epoch, last, Number(reader, 3) == Checksum.Of([version, epoch, last], []));
    }

    public void Insert(JournalRecord record)
    {
        var body = JournalJson.Write(record);
        Run(_insertRecord, ("$number", record.Number), ("$engine", (long)record.EngineVersion), ("$checksum", Sum(record.Number, record.EngineVersion, body)), ("$body", body));
        if (record.Command is SetQuota)
        {
            _quotas.Insert(record, _transaction);
        }
    }

    public IEnumerable<RecordRow> ReadRecords(long after)
    {
        using var command = Command("SELECT number, engine, checksum, body FROM record WHERE number > $after ORDER BY number");
        command.Parameters.AddWithValue("$after", after);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (number, engine, body) = (Number(reader, 0), Number(reader, 1), Bytes(reader, 3));
            yield return new RecordRow(number, engine, body, Number(reader, 2) == Sum(number, engine, body));
        }
    }

    public void DeleteRecord(long number)
    {
        Run("DELETE FROM record WHERE number = $number", ("$number", number));
        _quotas.Delete(number, _transaction);
    }

    /// <summary>Keeps a state in place of all before it, and lets records go that are older than a number.</summary>
    public void ReplaceState(StateRow state, long keepFrom)
    {
        var checksum = Checksum.Of([state.Number, state.Engine, state.At.Milliseconds], state.Body);
        Run(
            "INSERT OR REPLACE INTO state (number, engine, at, checksum, body) VALUES ($number, $engine, $at, $checksum, $body)",
            ("$number", state.Number), ("$engine", state.Engine), ("$at", state.At.Milliseconds), ("$checksum", checksum), ("$body", state.Body));
        Run("DELETE FROM state WHERE number < $number", ("$number", state.Number));
        Run("DELETE FROM record WHERE number < $keepFrom", ("$keepFrom", keepFrom));
    }

    public (StateRow Row, bool Whole)? ReadState()
    {
        using var command = Command("SELECT number, engine, at, checksum, body FROM state ORDER BY number DESC LIMIT 1");
        using var reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var row = new StateRow(Number(reader, 0), Number(reader, 1), new PoolTime(Number(reader, 2)), Bytes(reader, 4));
        return (row, Number(reader, 3) == Checksum.Of([row.Number, row.Engine, row.At.Milliseconds], row.Body));
    }

    public void Dispose()
    {
        _insertRecord.Dispose();
        _writeHead.Dispose();
        _connection.Dispose();
    }

    private static long Number(SqliteDataReader reader, int column) =>
        reader.GetValue(column) is long number ? number : throw new FormatException($"{reader.GetName(column)} is not a number");

    private static byte[] Bytes(SqliteDataReader reader, int column) =>
        reader.GetValue(column) is byte[] bytes ? bytes : throw new FormatException($"{reader.GetName(column)} is not a blob");

    private static long Sum(long number, long engine, byte[] body) => Checksum.Of([number, engine], body);

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql);
        Run(command, parameters);
    }

    private void Run(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        command.Transaction = _transaction;
        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}

/// <summary>A record's row, and whether its checksum is right.</summary>
internal sealed record RecordRow(long Number, long Engine, byte[] Body, bool Whole);

/// <summary>A state's row.</summary>
internal sealed record StateRow(long Number, long Engine, PoolTime At, byte[] Body);
