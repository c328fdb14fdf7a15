using CoScheduler.Analyses;

namespace CoScheduler.Tests.Analyses;

/// <summary>A topic that remembers everything that was published, over restarts of the server.</summary>
internal sealed class FakePublisher : IReplyPublisher
{
    private readonly Lock _lock = new();
    private readonly List<OutgoingReply> _replies = [];
    private readonly List<OutgoingReply> _refused = [];

    /// <summary>What it answers; null accepts all.</summary>
    public Func<OutgoingReply, RequestError?>? Answer { get; set; }

    public IReadOnlyList<OutgoingReply> Replies
    {
        get
        {
            lock (_lock)
            {
                return [.. _replies];
            }
        }
    }

    /// <summary>How many of a request's events were refused, however often.</summary>
    public int RefusedOf(string id)
    {
        lock (_lock)
        {
            return _refused.Where(r => r.Key == id).DistinctBy(r => r.Event.Id).Count();
        }
    }

    /// <summary>A request's events, as who drops repeated ids sees them.</summary>
    public IReadOnlyList<ReplyEvent> EventsOf(string id) => [.. Replies.Where(r => r.Key == id).Select(r => r.Event).DistinctBy(e => e.Id)];

    public string TypesOf(string id) => string.Join(' ', EventsOf(id).Select(Short));

    public static string Short(ReplyEvent reply) => reply.Type[(reply.Type.LastIndexOf('.') + 1)..];

    public Task<IReadOnlyList<RequestError?>> PublishAsync(IReadOnlyList<OutgoingReply> replies, CancellationToken cancellationToken)
    {
        var errors = replies.Select(reply => Answer?.Invoke(reply)).ToArray();
        lock (_lock)
        {
            _replies.AddRange(replies.Where((_, i) => errors[i] is null));
            _refused.AddRange(replies.Where((_, i) => errors[i] is not null));
        }

        return Task.FromResult<IReadOnlyList<RequestError?>>(errors);
    }
}
