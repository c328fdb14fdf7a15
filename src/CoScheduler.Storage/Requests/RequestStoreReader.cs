using CoScheduler.Analyses;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Requests;

/// <summary>Reads what is kept.</summary>
internal sealed class RequestStoreReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _find;
    private readonly Statement _events;
    private readonly Statement _unsent;
    private readonly Statement _analysis;

    public RequestStoreReader(SqliteConnection connection)
    {
        _connection = connection;
        _find = new(connection, $"SELECT {RequestRows.RequestColumns} FROM requests WHERE source = $0 AND id = $1", 2);
        _events = new(connection, $"SELECT {RequestRows.EventColumns} FROM outbox WHERE request = $0 AND sequence > $1 ORDER BY sequence", 2);
        _unsent = new(
            connection, $"SELECT {RequestRows.EventColumns}, topic, partition, key, structured FROM outbox WHERE sent = 0 ORDER BY sequence LIMIT $0", 1);
        _analysis = new(connection, "SELECT version, file, text FROM analyses WHERE version = $0", 1);
    }

    public RequestStoreContent ReadAll() => new(
        [.. Query($"SELECT {RequestRows.RequestColumns} FROM requests WHERE ended_at IS NULL ORDER BY number", RequestRows.ReadRequest)],
        [.. Query("SELECT source, id, by, at, refusal FROM cancels ORDER BY at, source, id", ReadCancel)],
        Query("SELECT coalesce(max(number), 0) FROM requests", row => row.GetInt64(0))[0],
        LastSequence());

    public RequestRecord? Find(RequestKey key) => _find.Read(RequestRows.ReadRequest, key.Source, key.Id).FirstOrDefault();

    public IReadOnlyList<StoredEvent> Events(long number, long after) => _events.Read(RequestRows.ReadEvent, number, after);

    public IReadOnlyList<OutgoingReply> Unsent(int maxCount, long maxBytes)
    {
        long bytes = 0;
        return
        [
            .. _unsent.Read(ReadReply, maxCount).TakeWhile(reply =>
            {
                var before = bytes;
                bytes += reply.Event.Data.Length;
                return before < maxBytes;
            }),
        ];
    }

    public AnalysisText? FindAnalysis(string version) =>
        _analysis.Read(row => new AnalysisText(row.GetString(0), row.GetString(1), row.GetString(2)), version).FirstOrDefault();

    public RequestPage List(RequestFilter filter)
    {
        var after = filter.After is null ? long.MaxValue : RequestCursor.Read(filter.After);
        var where = new List<string> { "number < $after" };
        using var command = _connection.CreateCommand();
        command.Parameters.AddWithValue("$after", after);
        Add("source = $source", "$source", filter.Source);
        Add("id = $id", "$id", filter.Id);
        Add("state = $state", "$state", (int?)filter.State);
        Add("(role = $role OR substr(role, 1, length($role) + 1) = $role || '/')", "$role", filter.Role);
        var limit = Math.Clamp(filter.Limit, 1, 1_000);
        command.Parameters.AddWithValue("$limit", limit + 1);
        command.CommandText = $"SELECT {RequestRows.RequestColumns} FROM requests WHERE {string.Join(" AND ", where)} ORDER BY number DESC LIMIT $limit";
        var rows = new List<RequestRecord>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(RequestRows.ReadRequest(reader));
        }

        return new([.. rows.Take(limit).Select(row => row.ToView())], rows.Count > limit ? RequestCursor.Write(rows[limit - 1].Number) : null);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                where.Add(condition);
                command.Parameters.AddWithValue(name, value);
            }
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _events.Dispose();
        _unsent.Dispose();
        _analysis.Dispose();
    }

    // A remembered cancel's refusal has its place already, though it is not in the outbox yet.
    private long LastSequence() => Math.Max(
        Query("SELECT coalesce(max(sequence), 0) FROM outbox", row => row.GetInt64(0))[0],
        Query("SELECT source, id, by, at, refusal FROM cancels", ReadCancel).Max(cancel => cancel.Refusal?.Sequence) ?? 0);

    private IReadOnlyList<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var statement = new Statement(_connection, sql, 0);
        return statement.Read(read);
    }

    private static RememberedCancel ReadCancel(SqliteDataReader row) => new(
        new(row.GetString(0), row.GetString(1)),
        row.GetString(2),
        new(row.GetInt64(3), TimeSpan.Zero),
        RequestRows.Text(row, 4) is { } json ? RefusalJson.Read(json) : null);

    private static OutgoingReply ReadReply(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(8), row.IsDBNull(9) ? null : row.GetInt32(9), row.GetString(10), row.GetBoolean(11), RequestRows.ReadEvent(row).Event);
}
