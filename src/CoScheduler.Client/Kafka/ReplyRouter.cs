using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CoScheduler.Client;

/// <summary>Brings replies from the one reader to the requests that wait for them.</summary>
internal sealed class ReplyRouter
{
    private readonly ConcurrentDictionary<RequestIdentity, Channel<AnalysisEvent>> _waiting = new();
    private Exception? _failure;

    /// <summary>Begins to keep a request's replies.</summary>
    /// <param name="identity">The request.</param>
    /// <returns>Its replies, as they come.</returns>
    /// <exception cref="InvalidOperationException">Somebody in this client already waits for it.</exception>
    public ChannelReader<AnalysisEvent> Open(RequestIdentity identity)
    {
        var channel = Channel.CreateUnbounded<AnalysisEvent>(new UnboundedChannelOptions { SingleReader = true });
        if (!_waiting.TryAdd(identity, channel))
        {
            throw new InvalidOperationException($"The request '{identity.Id}' of '{identity.Source}' is already being followed by this client.");
        }

        if (Volatile.Read(ref _failure) is { } failure)
        {
            _ = channel.Writer.TryComplete(failure);
        }

        return channel.Reader;
    }

    /// <summary>Ends it.</summary>
    /// <param name="identity">The request.</param>
    public void Close(RequestIdentity identity)
    {
        if (_waiting.TryRemove(identity, out var channel))
        {
            _ = channel.Writer.TryComplete();
        }
    }

    /// <summary>Gives a reply to whom it may concern.</summary>
    /// <param name="received">The reply.</param>
    public void Route(AnalysisEvent received)
    {
        if (_waiting.TryGetValue(new RequestIdentity(received.RequestSource, received.RequestId), out var channel))
        {
            _ = channel.Writer.TryWrite(received);
        }
    }

    /// <summary>No reply will come any more.</summary>
    /// <param name="failure">Why.</param>
    public void Fail(Exception failure)
    {
        Volatile.Write(ref _failure, failure);
        foreach (var channel in _waiting.Values)
        {
            _ = channel.Writer.TryComplete(failure);
        }
    }
}
