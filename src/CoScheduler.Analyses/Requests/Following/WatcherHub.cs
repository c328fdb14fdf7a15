using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CoScheduler.Analyses;

/// <summary>Tells every change of any request to whoever watches. Who is too slow misses the oldest.</summary>
internal sealed class WatcherHub
{
    private const int Kept = 10_000;

    private ImmutableHashSet<Channel<RequestView>> _watchers = [];

    public void Tell(RequestRecord record)
    {
        if (_watchers.IsEmpty)
        {
            return;
        }

        var view = record.ToView();
        foreach (var watcher in _watchers)
        {
            watcher.Writer.TryWrite(view);
        }
    }

    /// <summary>Begins to watch at once, not when the first change is asked for.</summary>
    public IAsyncEnumerable<RequestView> Watch(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<RequestView>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Add(channel));
        return ReadAsync(channel, cancellationToken);
    }

    private async IAsyncEnumerable<RequestView> ReadAsync(Channel<RequestView> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var view in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return view;
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Remove(channel));
        }
    }
}
