namespace CoScheduler.Storage.Requests;

/// <summary>The tables of <c>requests.db</c>. A new version adds to them and raises the number.</summary>
internal static class RequestSchema
{
    public const int Version = 1;

    public const string Create = """
        CREATE TABLE requests (
            number INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            digest TEXT NOT NULL,
            analysis TEXT NOT NULL,
            version TEXT NOT NULL,
            role TEXT NOT NULL,
            engine TEXT NOT NULL,
            parameters TEXT NOT NULL,
            route TEXT NOT NULL,
            state INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            next_seq INTEGER NOT NULL,
            reason TEXT,
            error TEXT,
            rows INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            running_at INTEGER,
            ended_at INTEGER,
            deadline INTEGER,
            bound TEXT,
            resume_token TEXT,
            last_batch TEXT,
            UNIQUE (source, id)) STRICT;
        CREATE INDEX requests_live ON requests (number) WHERE ended_at IS NULL;
        CREATE INDEX requests_ended ON requests (ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY,
            request INTEGER,
            attempt INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            type TEXT NOT NULL,
            terminal INTEGER NOT NULL,
            attributes TEXT NOT NULL,
            content_type TEXT NOT NULL,
            data BLOB NOT NULL,
            key TEXT NOT NULL,
            topic TEXT,
            partition INTEGER,
            structured INTEGER NOT NULL,
            sent INTEGER NOT NULL,
            undeliverable TEXT) STRICT;
        CREATE INDEX outbox_request ON outbox (request, sequence) WHERE request IS NOT NULL;
        CREATE INDEX outbox_unsent ON outbox (sequence) WHERE sent = 0;
        CREATE TABLE cancels (
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            by TEXT NOT NULL,
            at INTEGER NOT NULL,
            refusal TEXT,
            PRIMARY KEY (source, id)) STRICT;
        CREATE TABLE analyses (
            version TEXT PRIMARY KEY,
            file TEXT NOT NULL,
            text TEXT NOT NULL) STRICT;
        """;
}
