using CoScheduler.Pool;

namespace CoScheduler.Master.Publishing;

/// <summary>
/// The published snapshots, as a chain: whoever waits judges each of them in order, on his own thread, and the pool's
/// thread only adds a link.
/// </summary>
internal sealed class SnapshotFeed(PoolSnapshot first)
{
    private volatile Link _last = new(first);

    public PoolSnapshot Current => _last.Snapshot;

    public void Publish(PoolSnapshot snapshot)
    {
        var link = new Link(snapshot);
        var before = _last;
        _last = link;
        before.Next.SetResult(link);
    }

    public async Task<PoolSnapshot> WaitForAsync(Func<PoolSnapshot, bool> condition, CancellationToken cancellationToken)
    {
        var link = _last;
        while (!condition(link.Snapshot))
        {
            link = await link.Next.Task.WaitAsync(cancellationToken);
        }

        return link.Snapshot;
    }

    private sealed class Link(PoolSnapshot snapshot)
    {
        public PoolSnapshot Snapshot { get; } = snapshot;

        public TaskCompletionSource<Link> Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
