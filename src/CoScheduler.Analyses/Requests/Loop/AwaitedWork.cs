namespace CoScheduler.Analyses;

/// <summary>Work that somebody may wait for.</summary>
internal abstract class AwaitedWork : LoopWork
{
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is kept.</summary>
    public Task Kept => _kept.Task;

    public override bool Persistent => true;

    public override void Decide(RequestLedger ledger, LoopBatch batch)
    {
        Change(ledger, batch);
        batch.Effects.Add(() => _kept.TrySetResult());
    }

    public override void Fail(Exception exception)
    {
        _kept.TrySetException(exception);
        // Not everybody waits for it; who does not learns of it from the loop's own end.
        _ = _kept.Task.Exception;
    }

    protected abstract void Change(RequestLedger ledger, LoopBatch batch);
}
