namespace CoScheduler.Pool.State;

/// <summary>The last decisions, for explaining. Not a part of the state: what is older is in the journal.</summary>
internal sealed class RecentDecisions
{
    private const int Kept = 2_000;

    private readonly Queue<(PoolTime At, Decision Decision)> _decisions = new();

    /// <summary>Oldest first.</summary>
    public IEnumerable<(PoolTime At, Decision Decision)> All => _decisions;

    public void Add(PoolTime at, Decision decision)
    {
        _decisions.Enqueue((at, decision));
        if (_decisions.Count > Kept)
        {
            _decisions.Dequeue();
        }
    }
}
