namespace CoScheduler.Analyses;

/// <summary>Messages of a door, to be kept or refused together.</summary>
internal sealed class AdmitWork(IReadOnlyList<Judged> messages, bool dryRun) : LoopWork
{
    private readonly TaskCompletionSource<IReadOnlyList<Admission>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<Admission>> Answer => _answer.Task;

    public override bool Persistent => false;

    public override void Decide(RequestLedger ledger, LoopBatch batch)
    {
        if (dryRun)
        {
            DryRun(ledger, batch.Now);
            return;
        }

        var admissions = new Admission[messages.Count];
        for (var i = 0; i < admissions.Length; i++)
        {
            admissions[i] = new Admitter(ledger, batch).Admit(messages[i]);
        }

        batch.Effects.Add(() => _answer.TrySetResult(admissions));
    }

    public override void Fail(Exception exception) => _answer.TrySetException(exception);

    // Decided like any other, in a batch of its own that is taken back.
    private void DryRun(RequestLedger ledger, DateTimeOffset now)
    {
        var trial = new LoopBatch(now);
        Admission[] admissions = [.. messages.Select(message => new Admitter(ledger, trial).Admit(message))];
        trial.TakeBack();
        _answer.TrySetResult(admissions);
    }
}
