using CoScheduler.Analyses;

namespace CoScheduler.Tests.Analyses;

/// <summary>A store that fails where a test says: before a commit, or after it, so that it was kept and nobody heard of it.</summary>
internal sealed class FaultyStore(IRequestStore inner) : IRequestStore
{
    private int _commits;

    /// <summary>How many commits succeed; then all fail.</summary>
    public int CrashAt { get; set; } = int.MaxValue;

    /// <summary>Whether the first that fails is kept all the same.</summary>
    public bool AfterCommit { get; set; }

    /// <summary>Whether every commit fails for now.</summary>
    public volatile bool Full;

    public int Commits => _commits;

    public bool Crashed => _commits >= CrashAt;

    public RequestStoreContent Open() => inner.Open();

    public void Commit(IReadOnlyList<StoreChange> changes)
    {
        if (Full || Crashed)
        {
            throw new RequestStoreException("store_full", "The disk is full.");
        }

        if (_commits + 1 == CrashAt)
        {
            if (AfterCommit)
            {
                inner.Commit(changes);
            }

            _commits++;
            throw new RequestStoreException("store_failed", "The process died.");
        }

        inner.Commit(changes);
        _commits++;
    }

    public RequestRecord? Find(RequestKey key) => inner.Find(key);

    public RequestPage List(RequestFilter filter) => inner.List(filter);

    public IReadOnlyList<StoredEvent> Events(long number, long after) => inner.Events(number, after);

    public IReadOnlyList<OutgoingReply> Unsent(int maxCount, long maxBytes) => inner.Unsent(maxCount, maxBytes);

    public AnalysisText? FindAnalysis(string version) => inner.FindAnalysis(version);

    public void Dispose() => inner.Dispose();
}
