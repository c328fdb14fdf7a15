using System.Collections.Immutable;
using System.Threading.Channels;
using CoScheduler.Analyses;

namespace CoScheduler.Tests.Triggers.Kafka;

/// <summary>Requests that accept everything, and remember it.</summary>
internal sealed class FakeRequests : IRequests
{
    private readonly Channel<IncomingMessage> handled = Channel.CreateUnbounded<IncomingMessage>();

    /// <summary>Runs before each batch is accepted.</summary>
    public Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>How many were accepted that nobody asked for yet.</summary>
    public int Waiting => handled.Reader.Count;

    public ImmutableSortedDictionary<string, RequestCounts> Counts => ImmutableSortedDictionary<string, RequestCounts>.Empty;

    public async ValueTask<IReadOnlyList<Admission>> HandleAsync(IReadOnlyList<IncomingMessage> messages, CancellationToken cancellationToken)
    {
        await Before(messages, cancellationToken);
        foreach (var message in messages)
        {
            handled.Writer.TryWrite(message);
        }

        return [.. messages.Select(static message => new Accepted(message.Key, false, "{}"))];
    }

    public async Task<IReadOnlyList<IncomingMessage>> NextAsync(int count, CancellationToken cancellationToken)
    {
        var next = new List<IncomingMessage>();
        while (next.Count < count)
        {
            next.Add(await handled.Reader.ReadAsync(cancellationToken));
        }

        return next;
    }

    public ValueTask<Admission> DryRunAsync(IncomingMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<RequestView?> FindAsync(RequestKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<RequestPage> ListAsync(RequestFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ReplyEvent> FollowAsync(RequestKey key, string? afterEventId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<RequestView> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
