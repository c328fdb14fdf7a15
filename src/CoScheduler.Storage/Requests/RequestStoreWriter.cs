using CoScheduler.Analyses;
using Microsoft.Data.Sqlite;

namespace CoScheduler.Storage.Requests;

/// <summary>Writes changes, each batch in one transaction.</summary>
internal sealed class RequestStoreWriter : IDisposable
{
    // So many that dropping old requests never holds up a new one for long.
    private const int PruneBatch = 2_000;

    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _outbox;
    private readonly Statement _analysis;
    private readonly Statement _repeat;
    private readonly Statement _sent;
    private readonly Statement _sentRefusal;
    private readonly Statement _undeliverable;
    private readonly Statement _remember;
    private readonly Statement _forget;
    private readonly Statement _pruneEvents;
    private readonly Statement _pruneRequests;

    public RequestStoreWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE", 0);
        _commit = new(connection, "COMMIT", 0);
        _rollback = new(connection, "ROLLBACK", 0);
        _insert = new(connection, $"INSERT INTO requests ({RequestRows.RequestColumns}) VALUES ({Places(23)})", 23);
        // The state decides races, whoever else may have written: an end is never written over.
        _update = new(
            connection,
            "UPDATE requests SET state = $1, attempt = $2, next_seq = $3, reason = $4, error = $5, rows = $6, running_at = $7, ended_at = $8, "
            + "resume_token = $9, last_batch = $10 WHERE number = $0 AND ended_at IS NULL",
            11);
        _outbox = new(
            connection,
            "INSERT INTO outbox (sequence, request, attempt, event_id, type, terminal, attributes, content_type, data, key, topic, partition, structured, sent) "
            + $"VALUES ({Places(14)})",
            14);
        _analysis = new(connection, "INSERT OR IGNORE INTO analyses (version, file, text) VALUES ($0, $1, $2)", 3);
        _repeat = new(connection, "UPDATE outbox SET sent = 0 WHERE request = $0 AND attempt = $1 AND terminal >= $2 AND topic IS NOT NULL AND undeliverable IS NULL", 3);
        _sent = new(connection, "UPDATE outbox SET sent = 1 WHERE sequence = $0", 1);
        _sentRefusal = new(connection, "DELETE FROM outbox WHERE sequence = $0 AND request IS NULL", 1);
        _undeliverable = new(connection, "UPDATE outbox SET sent = 2, undeliverable = $1 WHERE sequence = $0", 2);
        _remember = new(connection, "INSERT OR REPLACE INTO cancels (source, id, by, at, refusal) VALUES ($0, $1, $2, $3, $4)", 5);
        _forget = new(connection, "DELETE FROM cancels WHERE source = $0 AND id = $1", 2);
        var old = $"SELECT number FROM requests WHERE ended_at < $0 ORDER BY ended_at LIMIT {PruneBatch}";
        _pruneEvents = new(connection, $"DELETE FROM outbox WHERE request IN ({old})", 1);
        _pruneRequests = new(connection, $"DELETE FROM requests WHERE number IN ({old})", 1);
    }

    public void Commit(IReadOnlyList<StoreChange> changes)
    {
        _begin.Run();
        try
        {
            foreach (var change in changes)
            {
                Write(change);
            }

            _commit.Run();
        }
        catch (SqliteException)
        {
            RollBack();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            _begin, _commit, _rollback, _insert, _update, _outbox, _analysis, _repeat, _sent, _sentRefusal, _undeliverable, _remember, _forget, _pruneEvents,
            _pruneRequests,
        })
        {
            statement.Dispose();
        }
    }

    // SQLite has rolled back by itself after some errors, a full disk among them.
    private void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _rollback.Run();
        }
    }

    private void Write(StoreChange change)
    {
        switch (change)
        {
            case RequestAdded added:
                Insert(added.Request);
                _analysis.Run(added.Analysis.Version, added.Analysis.File, added.Analysis.Text);
                Insert(added.Events);
                break;
            case RequestChanged changed when Update(changed.Request) == 1:
                Insert(changed.Events);
                break;
            case RequestChanged:
                break;
            case EventsRepeated repeated:
                _repeat.Run(repeated.Number, repeated.Attempt, repeated.TerminalOnly);
                break;
            case MessageRefused refused:
                Insert([refused.Event]);
                break;
            case CancelRemembered { Cancel: var cancel }:
                _remember.Run(cancel.Key.Source, cancel.Key.Id, cancel.By, cancel.At.UtcTicks, cancel.Refusal is null ? null : RefusalJson.Write(cancel.Refusal));
                break;
            case CancelForgotten forgotten:
                _forget.Run(forgotten.Key.Source, forgotten.Key.Id);
                break;
            case RepliesSent sent:
                MarkSent(sent);
                break;
            case ReplyUndeliverable undeliverable:
                _undeliverable.Run(undeliverable.Sequence, StoreJson.Write(undeliverable.Error));
                _sentRefusal.Run(undeliverable.Sequence);
                break;
            case RequestsPruned pruned:
                _pruneEvents.Run(pruned.EndedBefore.UtcTicks);
                _pruneRequests.Run(pruned.EndedBefore.UtcTicks);
                break;
            default:
                throw new InvalidOperationException($"No such change: {change}.");
        }
    }

    private void Insert(RequestRecord r) => _insert.Run(
        r.Number, r.Key.Source, r.Key.Id, r.Digest, r.Analysis, r.Version, r.Role, r.Engine, r.Parameters, StoreJson.WriteRoute(r.Route), (int)r.State, r.Attempt,
        r.NextSeq, StoreJson.WriteOrNull(r.Reason), StoreJson.WriteError(r.Error), r.Rows, r.AcceptedAt.UtcTicks, RequestRows.Ticks(r.RunningAt),
        RequestRows.Ticks(r.EndedAt), RequestRows.Ticks(r.Deadline), r.Bound, r.ResumeToken, r.LastBatch);

    private int Update(RequestRecord r) => _update.Run(
        r.Number, (int)r.State, r.Attempt, r.NextSeq, StoreJson.WriteOrNull(r.Reason), StoreJson.WriteError(r.Error), r.Rows, RequestRows.Ticks(r.RunningAt),
        RequestRows.Ticks(r.EndedAt), r.ResumeToken, r.LastBatch);

    private void Insert(IEnumerable<OutboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            var reply = entry.Event;
            _outbox.Run(
                entry.Sequence, entry.Request, entry.Attempt, reply.Id, reply.Type, reply.Terminal, StoreJson.WriteAttributes(reply.Attributes), reply.DataContentType,
                reply.Data.ToArray(), entry.Key, entry.Topic, entry.Partition, entry.Structured, entry.Topic is null);
        }
    }

    private void MarkSent(RepliesSent sent)
    {
        foreach (var sequence in sent.Sequences)
        {
            if (_sentRefusal.Run(sequence) == 0)
            {
                _sent.Run(sequence);
            }
        }
    }

    private static string Places(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"${i}"));
}
