namespace CoScheduler.Analyses;

/// <summary>What a run tells of its request. Kept when it is, or when the request had ended before, so that it means nothing.</summary>
internal sealed class StepWork(LiveRequest live, RequestInput input) : AwaitedWork
{
    protected override void Change(RequestLedger ledger, LoopBatch batch) => ledger.Step(batch, live, input);
}

/// <summary>A run has ended, and its role may run another.</summary>
internal sealed class ReturnWork(LiveRequest live) : AwaitedWork
{
    protected override void Change(RequestLedger ledger, LoopBatch batch) => ledger.Book.Return(batch, live.Record.Role);
}

/// <summary>Roles may run more or less than before.</summary>
internal sealed class LimitsWork : AwaitedWork
{
    protected override void Change(RequestLedger ledger, LoopBatch batch) => ledger.Book.TouchAll();
}
