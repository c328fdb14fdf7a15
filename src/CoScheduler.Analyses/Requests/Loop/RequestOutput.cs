namespace CoScheduler.Analyses;

/// <summary>Brings what was kept to whoever waits for it: the publisher, followers, watchers.</summary>
internal sealed class RequestOutput(OutboxQueue outbox, FollowerHub followers, WatcherHub watchers)
{
    public void Tell(RequestRecord record, IReadOnlyList<OutboxEntry> entries)
    {
        Tell(entries);
        followers.Signal(record.Key);
        watchers.Tell(record);
    }

    public void Tell(IReadOnlyList<OutboxEntry> entries)
    {
        if (entries.Any(entry => entry.Topic is not null))
        {
            outbox.Push(entries.Select(entry => entry.ToReply()).OfType<OutgoingReply>());
        }
    }
}
