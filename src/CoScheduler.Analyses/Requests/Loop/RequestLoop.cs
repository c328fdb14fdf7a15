using Microsoft.Extensions.Logging;

namespace CoScheduler.Analyses;

/// <summary>
/// The one thread that decides what becomes of requests: it takes what has come in, decides, keeps all of it in one transaction, and only
/// then lets anything follow. What can't be kept for now (a full disk) is taken back in memory and decided again later.
/// </summary>
internal sealed class RequestLoop : IAsyncDisposable
{
    private const int MaxBatch = 256;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LazyAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly Queue<LoopWork> _queue = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RequestLedger _ledger;
    private readonly RequestReminders _reminders;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _wake;
    private readonly ITimer _lazy;
    private bool _started;
    private bool _awake;
    private volatile bool _stopping;
    private Exception? _fault;
    private bool _lazyArmed;

    public RequestLoop(RequestLedger ledger, TimeProvider time, ILogger logger)
    {
        (_ledger, _time, _logger) = (ledger, time, logger);
        _reminders = new(ledger);
        _wake = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _lazy = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends when the loop has ended; faulted if a bug ended it.</summary>
    public Task Completion => _completion.Task;

    public void Start()
    {
        _started = true;
        new Thread(Run) { IsBackground = true, Name = "requests" }.Start();
    }

    public void Post(LoopWork work) => Enqueue(work, lazily: false);

    /// <summary>Hands in what has time to go with the next transaction.</summary>
    public void PostLazily(LoopWork work) => Enqueue(work, lazily: true);

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        if (!_started)
        {
            _completion.SetResult();
        }

        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _wake.DisposeAsync();
        await _lazy.DisposeAsync();
    }

    private void Enqueue(LoopWork work, bool lazily)
    {
        Exception? refused;
        var arm = false;
        lock (_gate)
        {
            refused = _fault ?? (_stopping ? new OperationCanceledException("The server stops.") : null);
            if (refused is null)
            {
                _queue.Enqueue(work);
                _awake |= !lazily;
                arm = lazily && !_lazyArmed;
                _lazyArmed |= lazily;
                Monitor.Pulse(_gate);
            }
        }

        if (refused is not null)
        {
            work.Fail(refused);
        }
        else if (arm)
        {
            _lazy.Change(LazyAfter, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _awake = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        var carried = new List<LoopWork>();
        try
        {
            while (Take(carried) is { } works)
            {
                carried.Clear();
                if (!TryDecide(works))
                {
                    carried.AddRange(works.Where(work => work.Persistent));
                    GiveUpOrRetry(carried);
                }
            }

            _completion.SetResult();
        }
#pragma warning disable CA1031 // A bug: nothing after it can be trusted, so the server must end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.LoopBroke(e);
            Break(e, carried);
        }
    }

    private void GiveUpOrRetry(List<LoopWork> carried)
    {
        if (!_stopping)
        {
            _wake.Change(RetryAfter, Timeout.InfiniteTimeSpan);
            return;
        }

        // The next start decides it anew, from what is kept.
        carried.ForEach(work => work.Fail(new OperationCanceledException("The server stopped before this could be kept.")));
        carried.Clear();
    }

    private void Break(Exception e, List<LoopWork> carried)
    {
        LoopWork[] left;
        lock (_gate)
        {
            _fault = e;
            left = [.. carried, .. _queue];
            _queue.Clear();
        }

        foreach (var work in left)
        {
            work.Fail(e);
        }

        _completion.SetException(e);
    }

    /// <summary>What there is to decide; null at the end. What is carried over waits for its time and then comes first.</summary>
    private List<LoopWork>? Take(List<LoopWork> carried)
    {
        lock (_gate)
        {
            while (!_awake && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            if (_stopping && _queue.Count == 0)
            {
                return null;
            }

            var works = new List<LoopWork>(carried);
            while (works.Count < MaxBatch && _queue.TryDequeue(out var work))
            {
                works.Add(work);
            }

            _awake = _queue.Count > 0;
            _lazyArmed = false;
            return works;
        }
    }

    private bool TryDecide(List<LoopWork> works)
    {
        var batch = new LoopBatch(_time.GetUtcNow());
        try
        {
            _reminders.TakeDue(batch);
            works.ForEach(work => work.Decide(_ledger, batch));
            _ledger.DispatchReady(batch);
            if (batch.Changes.Count > 0)
            {
                _ledger.Store.Commit(batch.Changes);
            }
        }
        catch (RequestStoreException e)
        {
            batch.TakeBack();
            _logger.CannotKeep(e.Code, e);
            works.Where(work => !work.Persistent).ToList().ForEach(work => work.Fail(e));
            return false;
        }

        _ledger.Book.PublishCounts(_ledger.Book.Roles);
        batch.Effects.ForEach(effect => effect());
        if (_ledger.Agenda.Next is { } next)
        {
            var wait = next - _time.GetUtcNow();
            _wake.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
        }

        return true;
    }
}
