using CoScheduler.Analyses;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Requests;

/// <summary>Reads rows of the tables.</summary>
internal static class RequestRows
{
    public const string RequestColumns =
        "number, source, id, digest, analysis, version, role, engine, parameters, route, state, attempt, next_seq, reason, error, rows, "
        + "accepted_at, running_at, ended_at, deadline, bound, resume_token, last_batch";

    public const string EventColumns = "sequence, attempt, event_id, type, terminal, attributes, content_type, data";

    public static RequestRecord ReadRequest(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Key = new(row.GetString(1), row.GetString(2)),
        Digest = row.GetString(3),
        Analysis = row.GetString(4),
        Version = row.GetString(5),
        Role = row.GetString(6),
        Engine = row.GetString(7),
        Parameters = row.GetString(8),
        Route = StoreJson.ReadRoute(row.GetString(9)),
        State = (RequestState)row.GetInt32(10),
        Attempt = row.GetInt32(11),
        NextSeq = row.GetInt32(12),
        Reason = StoreJson.ReadOrNull<WaitReason>(Text(row, 13)),
        Error = StoreJson.ReadError(Text(row, 14)),
        Rows = row.GetInt64(15),
        AcceptedAt = Time(row, 16)!.Value,
        RunningAt = Time(row, 17),
        EndedAt = Time(row, 18),
        Deadline = Time(row, 19),
        Bound = Text(row, 20),
        ResumeToken = Text(row, 21),
        LastBatch = Text(row, 22),
    };

    public static StoredEvent ReadEvent(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt32(1),
        new(
            row.GetString(2),
            row.GetString(3),
            row.GetBoolean(4),
            StoreJson.ReadAttributes(row.GetString(5)),
            row.GetString(6),
            row.GetFieldValue<byte[]>(7)));

    public static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Ticks, so that what is read is what was written.</summary>
    public static long? Ticks(DateTimeOffset? at) => at?.UtcTicks;

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new(row.GetInt64(column), TimeSpan.Zero);
}
