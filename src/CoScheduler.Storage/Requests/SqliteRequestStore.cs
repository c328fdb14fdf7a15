using System.Globalization;
using CoScheduler.Analyses;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Requests;

/// <summary>
/// Requests in SQLite: <c>requests.db</c> in the state folder, with a write-ahead log and a sync at every commit. One connection writes, one reads.
/// </summary>
/// <param name="folder">The state folder, which must be there.</param>
public sealed class SqliteRequestStore(string folder) : IRequestStore
{
    /// <summary>The file's name in the state folder.</summary>
    public const string FileName = "requests.db";

    private const int SqliteBusy = 5;
    private const int SqliteFull = 13;

    private readonly string _file = Path.Combine(Path.GetFullPath(folder), FileName);
    private readonly Lock _reading = new();
    private readonly Lock _writing = new();
    private SqliteConnection? _writeConnection;
    private SqliteConnection? _readConnection;
    private RequestStoreWriter? _writer;
    private RequestStoreReader? _reader;

    /// <inheritdoc />
    public RequestStoreContent Open() => Guard(() =>
    {
        _writeConnection = Connect();
        Execute(_writeConnection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;");
        Migrate(_writeConnection);
        _writer = new(_writeConnection);
        _readConnection = Connect();
        Execute(_readConnection, "PRAGMA query_only = ON;");
        _reader = new(_readConnection);
        return _reader.ReadAll();
    });

    /// <inheritdoc />
    public void Commit(IReadOnlyList<StoreChange> changes)
    {
        lock (_writing)
        {
            Guard(() =>
            {
                Opened(_writer).Commit(changes);
                return true;
            });
        }
    }

    /// <inheritdoc />
    public RequestRecord? Find(RequestKey key) => Read(reader => reader.Find(key));

    /// <inheritdoc />
    public RequestPage List(RequestFilter filter) => Read(reader => reader.List(filter));

    /// <inheritdoc />
    public IReadOnlyList<StoredEvent> Events(long number, long after) => Read(reader => reader.Events(number, after));

    /// <inheritdoc />
    public IReadOnlyList<OutgoingReply> Unsent(int maxCount, long maxBytes) => Read(reader => reader.Unsent(maxCount, maxBytes));

    /// <inheritdoc />
    public AnalysisText? FindAnalysis(string version) => Read(reader => reader.FindAnalysis(version));

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                _reader?.Dispose();
                _readConnection?.Dispose();
                _writer?.Dispose();
                _writeConnection?.Dispose();
                (_reader, _writer) = (null, null);
            }
        }
    }

    /// <summary>Has the file grow no further, as on a full disk.</summary>
    internal void LimitPages(int pages) => Execute(_writeConnection!, $"PRAGMA max_page_count = {pages}");

    private T Read<T>(Func<RequestStoreReader, T> read)
    {
        lock (_reading)
        {
            return Guard(() => read(Opened(_reader)));
        }
    }

    private T Opened<T>(T? part)
        where T : class => part ?? throw new RequestStoreException("store_failed", $"{_file} is closed: the server stops.");

    private T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteFull)
        {
            throw new RequestStoreException("store_full", $"The disk under {_file} is full; make room on it.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteBusy)
        {
            throw new RequestStoreException("store_locked", $"{_file} is in use by another process; stop that or give another --state.", e);
        }
        catch (SqliteException e)
        {
            throw new RequestStoreException("store_failed", $"{_file} can't be used: {e.Message}", e);
        }
    }

    // Not pooled: a closed store must leave no file open.
    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    private void Migrate(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (version > RequestSchema.Version)
        {
            throw new RequestStoreException(
                "store_newer",
                $"{_file} is of version {version}, and this program knows {RequestSchema.Version}; start the newer program that wrote it, or give another --state.");
        }

        if (version == 0)
        {
            Execute(connection, $"BEGIN IMMEDIATE; {RequestSchema.Create} PRAGMA user_version = {RequestSchema.Version}; COMMIT;");
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
