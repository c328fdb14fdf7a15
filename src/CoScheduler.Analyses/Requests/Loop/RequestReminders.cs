namespace CoScheduler.Analyses;

/// <summary>Does what has fallen due.</summary>
internal sealed class RequestReminders(RequestLedger ledger)
{
    // Often, for a store drops a bounded number at a time so that new requests never wait for it; with nothing to drop it writes nothing.
    private static readonly TimeSpan PruneEvery = TimeSpan.FromSeconds(10);

    public void TakeDue(LoopBatch batch)
    {
        foreach (var (at, reminder) in ledger.Agenda.TakeDue(batch.Now))
        {
            batch.Do(() => { }, () => ledger.Agenda.Add(at, reminder));
            Do(batch, reminder);
        }
    }

    private void Do(LoopBatch batch, Reminder reminder)
    {
        switch (reminder)
        {
            case ExpiryDue expiry:
                ledger.Step(batch, expiry.Live, new ExpireInput());
                break;
            case TimeLimitDue { Live.Record: { State: RequestState.Running } record } limit when record.Attempt == limit.Attempt:
                ledger.Step(batch, limit.Live, new FailInput(TimeLimit(limit.Live.Analysis!)));
                break;
            case CancelDue cancel when ledger.Book.FindCancel(cancel.Cancel.Key, out var remembered) && remembered == cancel.Cancel:
                ledger.ForgetCancel(batch, remembered);
                if (remembered.Refusal is { } refusal)
                {
                    ledger.Say(batch, refusal);
                }

                break;
            case PruneDue:
                batch.Changes.Add(new RequestsPruned(batch.Now - ledger.Options.Kept));
                batch.Effects.Add(() => ledger.Agenda.Add(batch.Now + PruneEvery, reminder));
                break;
            default:
                break;
        }
    }

    private static RequestError TimeLimit(Analysis analysis) =>
        new("time_limit", $"It ran for {DurationText.Format(analysis.Limits.Time)}, the most that analysis '{analysis.Name}' allows; ask for less or raise 'limits.time'.");
}
