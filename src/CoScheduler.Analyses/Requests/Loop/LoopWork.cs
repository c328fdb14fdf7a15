namespace CoScheduler.Analyses;

/// <summary>Something for the loop to decide.</summary>
internal abstract class LoopWork
{
    /// <summary>Whether it is decided again until it can be kept; else whoever asked is told that it was not.</summary>
    public abstract bool Persistent { get; }

    /// <summary>Decides: changes memory, and gathers what is to be kept.</summary>
    public abstract void Decide(RequestLedger ledger, LoopBatch batch);

    /// <summary>It was not kept, or will never be decided.</summary>
    public abstract void Fail(Exception exception);
}
