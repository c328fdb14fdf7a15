using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>The life of requests, as the doors (Kafka, HTTP) and the API see it.</summary>
public interface IRequests
{
    /// <summary>
    /// Judges messages and keeps what came of them, all in one transaction: when this returns, a door may forget them
    /// (commit its offsets). Replies for Kafka go out through the outbox.
    /// </summary>
    /// <param name="messages">Read by a door; in order.</param>
    /// <param name="cancellationToken">Gives up; then nothing was kept.</param>
    /// <returns>What came of each, in the same order.</returns>
    ValueTask<IReadOnlyList<Admission>> HandleAsync(IReadOnlyList<IncomingMessage> messages, CancellationToken cancellationToken);

    /// <summary>Looks at what a request would get, without a trace.</summary>
    /// <param name="message">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What would come of it.</returns>
    ValueTask<Admission> DryRunAsync(IncomingMessage message, CancellationToken cancellationToken);

    /// <summary>A request by its identity.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The request, or null.</returns>
    ValueTask<RequestView?> FindAsync(RequestKey key, CancellationToken cancellationToken);

    /// <summary>Requests, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The requests, and what continues the list.</returns>
    ValueTask<RequestPage> ListAsync(RequestFilter filter, CancellationToken cancellationToken);

    /// <summary>The events of a request's current attempt, those that are kept first, then as they come, to the terminal one.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="afterEventId">The last event that the reader has; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The events; nothing if there is no such request.</returns>
    IAsyncEnumerable<ReplyEvent> FollowAsync(RequestKey key, string? afterEventId, CancellationToken cancellationToken);

    /// <summary>Every change of any request, from now on, for dashboards and the demo.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The changes.</returns>
    IAsyncEnumerable<RequestView> WatchAsync(CancellationToken cancellationToken);

    /// <summary>How many requests stand in which state, by role.</summary>
    ImmutableSortedDictionary<string, RequestCounts> Counts { get; }
}

/// <summary>How many requests of a role stand where.</summary>
/// <param name="Queued">Accepted or queued.</param>
/// <param name="Running">Running.</param>
public sealed record RequestCounts(int Queued, int Running);

/// <summary>What a door read: who asks, and where replies go.</summary>
public abstract record IncomingMessage
{
    /// <summary>The request's identity.</summary>
    public required RequestKey Key { get; init; }

    /// <summary>Where it came from.</summary>
    public required MessageOrigin Origin { get; init; }
}

/// <summary>Where a message came from, which decides what it may do.</summary>
/// <param name="Door"><c>kafka</c> or <c>http</c>.</param>
/// <param name="Topic">The topic, for Kafka.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset.</param>
/// <param name="Principal">Who asks, for HTTP.</param>
/// <param name="Roles">The roles it may ask in; empty means all.</param>
public sealed record MessageOrigin(string Door, string? Topic, int Partition, long Offset, string? Principal, ImmutableArray<string> Roles);

/// <summary>Asks for an analysis.</summary>
public sealed record AnalysisRequest : IncomingMessage
{
    /// <summary>The analysis' name: the CloudEvent's <c>subject</c>.</summary>
    public required string Analysis { get; init; }

    /// <summary>The parameters as they came: a JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The topic for replies; null means the default for Kafka, and none for HTTP.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The partition for replies; null lets the key decide.</summary>
    public int? ReplyPartition { get; init; }

    /// <summary>Until when, as it came (RFC 3339).</summary>
    public string? Deadline { get; init; }

    /// <summary>How long from acceptance, as it came.</summary>
    public string? Timeout { get; init; }

    /// <summary>A subscription's life, as it came.</summary>
    public string? Ttl { get; init; }

    /// <summary>The form of rows, as it came.</summary>
    public string? Accept { get; init; }

    /// <summary><c>relay</c> or <c>direct</c>, as it came.</summary>
    public string? Deliver { get; init; }

    /// <summary><c>events</c> or <c>final</c>, as it came.</summary>
    public string? Reply { get; init; }

    /// <summary>Whether replies are structured; else binary.</summary>
    public bool Structured { get; init; } = true;

    /// <summary>What is copied to every reply: <c>correlationid</c>, <c>traceparent</c>, <c>tracestate</c>, <c>kafka_correlationId</c>.</summary>
    public ImmutableSortedDictionary<string, string> Copied { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Cancels a request: <see cref="IncomingMessage.Key"/> is that request's.</summary>
public sealed record CancelRequest : IncomingMessage;

/// <summary>What came of a message.</summary>
public abstract record Admission(RequestKey Key);

/// <summary>It was accepted, or it was a repetition of one that was.</summary>
/// <param name="Key">The request's identity.</param>
/// <param name="Repeated">Whether it was known.</param>
/// <param name="AcceptedData">The data of its <c>accepted</c> event, as JSON.</param>
public sealed record Accepted(RequestKey Key, bool Repeated, string AcceptedData) : Admission(Key);

/// <summary>It was refused; nothing of it is kept.</summary>
/// <param name="Key">The request's identity.</param>
/// <param name="Conflict">Whether the identity is another request's.</param>
/// <param name="Error">Why.</param>
public sealed record Refused(RequestKey Key, bool Conflict, RequestError Error) : Admission(Key);

/// <summary>A cancel was heard.</summary>
/// <param name="Key">The request's identity.</param>
/// <param name="State">The state that the request is in now; null if it is not known.</param>
public sealed record CancelHeard(RequestKey Key, RequestState? State) : Admission(Key);

/// <summary>A request as it stands.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Analysis">The analysis.</param>
/// <param name="Version">The analysis' digest when it was accepted.</param>
/// <param name="Role">The role.</param>
/// <param name="Engine">The engine.</param>
/// <param name="State">Its state.</param>
/// <param name="Attempt">The current attempt; 0 before the first.</param>
/// <param name="Reason">Why it waits, if it does.</param>
/// <param name="Error">Why it failed, if it did.</param>
/// <param name="Rows">How many rows it has given.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="RunningAt">When it began to run.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Deadline">When it expires.</param>
public sealed record RequestView(
    RequestKey Key,
    string Analysis,
    string Version,
    string Role,
    string Engine,
    RequestState State,
    int Attempt,
    WaitReason? Reason,
    RequestError? Error,
    long Rows,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? RunningAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? Deadline);

/// <summary>Which requests.</summary>
/// <param name="Source">Of this source.</param>
/// <param name="Id">With this id.</param>
/// <param name="State">In this state.</param>
/// <param name="Role">Of this role or below it.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="After">What the page before gave.</param>
public sealed record RequestFilter(string? Source = null, string? Id = null, RequestState? State = null, string? Role = null, int Limit = 100, string? After = null);

/// <summary>A page of requests.</summary>
/// <param name="Items">The requests.</param>
/// <param name="Next">What continues the list; null at its end.</param>
public sealed record RequestPage(IReadOnlyList<RequestView> Items, string? Next);

/// <summary>A reply, with fixed bytes.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Terminal">Whether it ends the request.</param>
/// <param name="Attributes">Its CloudEvents attributes and extensions but for <c>specversion</c>, in the order of their names.</param>
/// <param name="DataContentType"><c>application/json</c> or <c>application/vnd.apache.arrow.stream</c>.</param>
/// <param name="Data">Its data.</param>
public sealed record ReplyEvent(
    string Id,
    string Type,
    bool Terminal,
    ImmutableSortedDictionary<string, string> Attributes,
    string DataContentType,
    ReadOnlyMemory<byte> Data);
