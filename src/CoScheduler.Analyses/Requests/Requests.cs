using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Analyses;

/// <summary>The service behind <see cref="IRequests"/>: admits, runs by engines, keeps, and publishes, so that every request ends exactly once.</summary>
public sealed class Requests : IRequests, IAsyncDisposable
{
    private const long OutboxBytes = 64 << 20;

    private readonly IRequestStore _store;
    private readonly ICatalogueSource _catalogue;
    private readonly ImmutableArray<IAnalysisEngine> _engines;
    private readonly RequestJudge _judge;
    private readonly RequestLedger _ledger;
    private readonly RequestLoop _loop;
    private readonly OutboxPump _pump;
    private readonly FollowerHub _followers = new();
    private readonly WatcherHub _watchers = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _pumping = Task.CompletedTask;

    /// <summary>Puts the parts together; nothing happens before <see cref="StartAsync"/>.</summary>
    /// <param name="options">How requests are served.</param>
    /// <param name="store">Where they are kept; its owner disposes it, after this.</param>
    /// <param name="catalogue">The analyses.</param>
    /// <param name="engines">What runs them.</param>
    /// <param name="publisher">What brings replies out.</param>
    /// <param name="limits">What a role may run and queue; null if there is no such role. Asked on the requests' own thread: must be quick.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it tells what goes wrong.</param>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    public Requests(
        RequestsOptions options,
        IRequestStore store,
        ICatalogueSource catalogue,
        IEnumerable<IAnalysisEngine> engines,
        IReplyPublisher publisher,
        Func<string, RoleLimits?> limits,
        TimeProvider time,
        ILogger<Requests> logger)
    {
        if (string.Join(' ', options.Validate()) is { Length: > 0 } faults)
        {
            throw new ArgumentException(faults, nameof(options));
        }

        (_store, _catalogue, _time, _logger) = (store, catalogue, time, logger);
        _engines = [.. engines];
        var byName = _engines.ToDictionary(engine => engine.Name, StringComparer.Ordinal);
        var outbox = new OutboxQueue(OutboxBytes);
        _judge = new(options, byName);
        var runner = new RequestRunner(options, byName, work => _loop!.Post(work), logger);
        _ledger = new(options, store, limits, new(outbox, _followers, _watchers), runner.Start);
        _loop = new(_ledger, time, logger);
        _pump = new(outbox, store, publisher, PostAsync, _loop.PostLazily, time, logger);
    }

    /// <summary>Ends when requests are no longer served; faulted if a bug ended it, and then the server must end.</summary>
    public Task Completion => _loop.Completion;

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, RequestCounts> Counts => _ledger.Book.Counts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Opens the store, takes up what an earlier server left, and begins to serve.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When what was left has been taken up.</returns>
    /// <exception cref="RequestStoreException">The store can't be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var content = _store.Open();
        _ledger.Book.StartAfter(content.LastNumber, content.LastSequence);
        PrepareEngines();
        _catalogue.Changed += PrepareEngines;
        _loop.Start();
        await PostAsync(new RecoverWork(content, _catalogue.Current, _judge)).WaitAsync(cancellationToken);
        _logger.Recovered(content.Live.Length, content.Cancels.Length);
        _pumping = Task.Run(() => _pump.RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Admission>> HandleAsync(IReadOnlyList<IncomingMessage> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new AdmitWork(Judge(messages), dryRun: false);
        _loop.Post(work);
        // From here on it may be kept: giving up now would leave the door in doubt.
        return await work.Answer;
    }

    /// <inheritdoc />
    public async ValueTask<Admission> DryRunAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var work = new AdmitWork(Judge([message]), dryRun: true);
        _loop.Post(work);
        return (await work.Answer.WaitAsync(cancellationToken))[0];
    }

    /// <inheritdoc />
    public ValueTask<RequestView?> FindAsync(RequestKey key, CancellationToken cancellationToken) => new(_store.Find(key)?.ToView());

    /// <inheritdoc />
    public ValueTask<RequestPage> ListAsync(RequestFilter filter, CancellationToken cancellationToken) => new(_store.List(filter));

    /// <inheritdoc />
    public IAsyncEnumerable<ReplyEvent> FollowAsync(RequestKey key, string? afterEventId, CancellationToken cancellationToken) =>
        new RequestFollower(_store, _followers).FollowAsync(key, afterEventId, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<RequestView> WatchAsync(CancellationToken cancellationToken) => _watchers.Watch(cancellationToken);

    /// <summary>Asks for all roles' limits again, after the quota changed.</summary>
    public void LimitsChanged() => _loop.Post(new LimitsWork());

    /// <summary>
    /// Stops serving, and keeps what came in before. Runs are left to their engines: who stops those afterwards ends them, and
    /// the next start takes the requests up.
    /// </summary>
    /// <returns>When nothing is written any more.</returns>
    public async ValueTask DisposeAsync()
    {
        _catalogue.Changed -= PrepareEngines;
        await _stopping.CancelAsync();
        await _pumping;
        await _loop.DisposeAsync();
        _stopping.Dispose();
    }

    private List<Judged> Judge(IReadOnlyList<IncomingMessage> messages)
    {
        var (catalogue, now) = (_catalogue.Current, _time.GetUtcNow());
        return
        [
            .. messages.Select<IncomingMessage, Judged>(message => message switch
            {
                AnalysisRequest request => _judge.Judge(request, catalogue, now),
                CancelRequest cancel => new JudgedCancel(cancel),
                _ => throw new ArgumentException($"No such message: {message.GetType().Name}.", nameof(messages)),
            }),
        ];
    }

    private void PrepareEngines()
    {
        var analyses = _catalogue.Current.Analyses.Values.ToArray();
        foreach (var engine in _engines)
        {
            engine.Prepare([.. analyses.Where(analysis => _judge.EngineOf(analysis) == engine.Name && engine.Judge(analysis) is null)]);
        }
    }

    private Task PostAsync(AwaitedWork work)
    {
        _loop.Post(work);
        return work.Kept;
    }
}
