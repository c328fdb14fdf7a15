namespace CoScheduler.Analyses;

/// <summary>Replies were published.</summary>
internal sealed class SentWork(IReadOnlyList<OutgoingReply> replies, IReadOnlyList<RequestError?> outcomes) : AwaitedWork
{
    protected override void Change(RequestLedger ledger, LoopBatch batch)
    {
        batch.Changes.Add(new RepliesSent([.. replies.Where((_, i) => outcomes[i] is null).Select(reply => reply.Sequence)]));
        batch.Changes.AddRange(replies.Select((reply, i) => (reply, error: outcomes[i])).Where(p => p.error is not null)
            .Select(p => new ReplyUndeliverable(p.reply.Sequence, p.error!)));
    }
}

/// <summary>Nothing, which is kept once all before it is.</summary>
internal sealed class BarrierWork : AwaitedWork
{
    protected override void Change(RequestLedger ledger, LoopBatch batch)
    {
        // Its place in the order is all it is for.
    }
}
