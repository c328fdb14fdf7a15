using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>
/// Where requests, their events and remembered cancels are kept (recovery.md section 4). Written by one thread; read by any.
/// </summary>
public interface IRequestStore : IDisposable
{
    /// <summary>Opens it and reads what a restart needs.</summary>
    /// <returns>What there is.</returns>
    /// <exception cref="RequestStoreException">It is of a newer version, or can't be used.</exception>
    RequestStoreContent Open();

    /// <summary>Keeps changes, all or none, durably and in this order. An update of a request that has ended changes nothing.</summary>
    /// <param name="changes">The changes.</param>
    /// <exception cref="RequestStoreException">None was kept.</exception>
    void Commit(IReadOnlyList<StoreChange> changes);

    /// <summary>A request by its identity.</summary>
    /// <param name="key">Its identity.</param>
    /// <returns>The request, or null.</returns>
    RequestRecord? Find(RequestKey key);

    /// <summary>Requests, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <returns>A page of them.</returns>
    /// <exception cref="ArgumentException">The filter's cursor is none that a page gave.</exception>
    RequestPage List(RequestFilter filter);

    /// <summary>A request's events, in order.</summary>
    /// <param name="number">The request.</param>
    /// <param name="after">Only those after this place in the outbox.</param>
    /// <returns>The events.</returns>
    IReadOnlyList<StoredEvent> Events(long number, long after);

    /// <summary>Replies that were not yet acknowledged, in the order of the outbox.</summary>
    /// <param name="maxCount">How many at most.</param>
    /// <param name="maxBytes">After how many bytes of data to stop.</param>
    /// <returns>The replies.</returns>
    IReadOnlyList<OutgoingReply> Unsent(int maxCount, long maxBytes);

    /// <summary>The content of an analysis' file as it was when a request was accepted under it.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The file's path and content, or null.</returns>
    AnalysisText? FindAnalysis(string version);
}

/// <summary>What a store holds when it is opened.</summary>
/// <param name="Live">The requests that have not ended, in the order of their numbers.</param>
/// <param name="Cancels">The cancels that are remembered.</param>
/// <param name="LastNumber">The highest number of a request.</param>
/// <param name="LastSequence">The highest place in the outbox.</param>
public sealed record RequestStoreContent(
    ImmutableArray<RequestRecord> Live,
    ImmutableArray<RememberedCancel> Cancels,
    long LastNumber,
    long LastSequence);

/// <summary>An event of a request.</summary>
/// <param name="Sequence">Its place in the outbox.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Event">The event.</param>
public sealed record StoredEvent(long Sequence, int Attempt, ReplyEvent Event);

/// <summary>The content of an analysis' file.</summary>
/// <param name="Version">Its digest.</param>
/// <param name="File">Its path.</param>
/// <param name="Text">Its content.</param>
public sealed record AnalysisText(string Version, string File, string Text);

/// <summary>A cancel of a request that has not been seen.</summary>
/// <param name="Key">The request.</param>
/// <param name="By">Who cancels.</param>
/// <param name="At">When it was heard.</param>
/// <param name="Refusal">What is said if the request never comes; null if nobody listens.</param>
public sealed record RememberedCancel(RequestKey Key, string By, DateTimeOffset At, OutboxEntry? Refusal);

/// <summary>An event on its way into the outbox.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Request">The request's number; null for a refusal, which is dropped when it has been sent.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Key">The Kafka key.</param>
/// <param name="Topic">The topic; null if it is only kept.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Structured">Whether it is structured.</param>
/// <param name="Event">The event.</param>
public sealed record OutboxEntry(
    long Sequence, long? Request, int Attempt, string Key, string? Topic, int? Partition, bool Structured, ReplyEvent Event)
{
    /// <summary>The reply as it goes out; null if it doesn't.</summary>
    /// <returns>The reply.</returns>
    public OutgoingReply? ToReply() => Topic is null ? null : new(Sequence, Topic, Partition, Key, Structured, Event);
}

/// <summary>One change of the store.</summary>
public abstract record StoreChange;

/// <summary>A request was accepted.</summary>
/// <param name="Request">The request.</param>
/// <param name="Analysis">Its analysis' file.</param>
/// <param name="Events">Its first events.</param>
public sealed record RequestAdded(RequestRecord Request, AnalysisText Analysis, ImmutableArray<OutboxEntry> Events) : StoreChange;

/// <summary>A request changed.</summary>
/// <param name="Request">The request as it is now.</param>
/// <param name="Events">The events of the change.</param>
public sealed record RequestChanged(RequestRecord Request, ImmutableArray<OutboxEntry> Events) : StoreChange;

/// <summary>A request's events are to be sent again.</summary>
/// <param name="Number">The request.</param>
/// <param name="Attempt">Those of this attempt.</param>
/// <param name="TerminalOnly">Only its terminal one.</param>
public sealed record EventsRepeated(long Number, int Attempt, bool TerminalOnly) : StoreChange;

/// <summary>A message was refused.</summary>
/// <param name="Event">What is said.</param>
public sealed record MessageRefused(OutboxEntry Event) : StoreChange;

/// <summary>A cancel is remembered until its request comes.</summary>
/// <param name="Cancel">The cancel.</param>
public sealed record CancelRemembered(RememberedCancel Cancel) : StoreChange;

/// <summary>A cancel is forgotten.</summary>
/// <param name="Key">The request.</param>
public sealed record CancelForgotten(RequestKey Key) : StoreChange;

/// <summary>Replies were acknowledged.</summary>
/// <param name="Sequences">Their places in the outbox.</param>
public sealed record RepliesSent(ImmutableArray<long> Sequences) : StoreChange;

/// <summary>A reply can never be delivered.</summary>
/// <param name="Sequence">Its place in the outbox.</param>
/// <param name="Error">Why.</param>
public sealed record ReplyUndeliverable(long Sequence, RequestError Error) : StoreChange;

/// <summary>Requests that ended long ago are dropped, a bounded number of them.</summary>
/// <param name="EndedBefore">Those that ended before.</param>
public sealed record RequestsPruned(DateTimeOffset EndedBefore) : StoreChange;

/// <summary>A store that can't be used.</summary>
/// <param name="code"><c>store_newer</c>, <c>store_full</c>, <c>store_locked</c> or <c>store_failed</c>.</param>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="inner">What was underneath.</param>
public sealed class RequestStoreException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;
}
