using System.Globalization;
using System.Runtime.CompilerServices;

namespace CoScheduler.Analyses;

/// <summary>Reads a request's events from the store as they are kept.</summary>
internal sealed class RequestFollower(IRequestStore store, FollowerHub hub)
{
    public async IAsyncEnumerable<ReplyEvent> FollowAsync(RequestKey key, string? afterEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = null;
        while (true)
        {
            if (Look(key) is not var (record, changed))
            {
                yield break;
            }

            after ??= Start(record, afterEventId);
            var events = store.Events(record.Number, after.Value);
            foreach (var stored in events)
            {
                after = stored.Sequence;
                yield return stored.Event;
            }

            if (record.Ended)
            {
                yield break;
            }

            if (events.Count == 0)
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    // Whoever may still change is asked for its next change before it is read, so that none is missed; others are not waited for.
    private (RequestRecord Record, Task Changed)? Look(RequestKey key)
    {
        if (store.Find(key) is not { } record)
        {
            return null;
        }

        if (record.Ended)
        {
            return (record, Task.CompletedTask);
        }

        var changed = hub.Next(key);
        record = store.Find(key)!;
        if (record.Ended)
        {
            hub.Signal(key);
        }

        return (record, changed);
    }

    // After the event that the reader has, if it is of this attempt; else from the attempt's first on.
    private long Start(RequestRecord record, string? afterEventId)
    {
        var events = store.Events(record.Number, 0);
        var (attempt, seq) = afterEventId is not null && EventId.Read(record.Key, afterEventId) is { } place ? place : (0, -1);
        return attempt == record.Attempt && events.FirstOrDefault(e => e.Attempt == attempt && SeqOf(e) == seq) is { } last
            ? last.Sequence
            : (events.FirstOrDefault(e => e.Attempt == record.Attempt)?.Sequence ?? 1) - 1;
    }

    private static int SeqOf(StoredEvent stored) => int.Parse(stored.Event.Attributes["seq"], CultureInfo.InvariantCulture);
}
