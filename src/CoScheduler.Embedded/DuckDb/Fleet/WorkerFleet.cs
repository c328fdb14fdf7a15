using System.Collections.Immutable;
using System.Threading.Channels;
using CoScheduler.Analyses;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>All roles' workers. One loop owns the state; whatever happens comes to it as an event.</summary>
internal sealed class WorkerFleet : IAsyncDisposable
{
    private readonly Channel<FleetEvent> _events = Channel.CreateUnbounded<FleetEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly FleetState _state;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly WorkerLinks _links;
    private readonly DuckDbOptions _options;
    private readonly FrameworkId _id;
    private FleetEffects? _effects;
    private FleetRequests? _requests;
    private FleetPlans? _plans;
    private Task _loop = Task.CompletedTask;
    private int _stopping;

    public WorkerFleet(FrameworkId id, DuckDbOptions options, ITopicTables topics, TimeProvider time, ILogger logger)
    {
        (_id, _options, _time, _logger) = (id, options, time, logger);
        _state = new FleetState(time);
        _timer = time.CreateTimer(_ => Tell(new TimeCame()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _links = new WorkerLinks(options, topics, Tell, time, logger);
    }

    /// <summary>The workers, for people.</summary>
    public ImmutableArray<WorkerView> Views => _state.Views;

    public WorkerCounters Counters => _state.Counters;

    /// <summary>Whether the framework stops: what is cut off then has not failed.</summary>
    public bool Stopping => Volatile.Read(ref _stopping) == 1;

    /// <summary>Takes over what the pool says there is, and begins.</summary>
    public void Start(IPoolMaster master, PoolSnapshot snapshot)
    {
        var voice = new PoolVoice(master, Tell, _logger);
        var launcher = new WorkerLauncher(_options);
        _plans = new FleetPlans(_id, _options, _state, voice, launcher, _links, Tell, _logger);
        _effects = new FleetEffects(_state, _plans, voice, _logger);
        _requests = new FleetRequests(_state, _plans, _links, _logger);
        new FleetAdoption(_id, _state, launcher, _links, _effects, _logger).Adopt(snapshot);
        _plans.SettleAll();
        _loop = Task.Run(RunAsync);
    }

    public void Tell(FleetEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>A slot of a role's workers.</summary>
    public async Task<WorkerLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        if (!_events.Writer.TryWrite(new LeaseAsked(request)))
        {
            throw new OperationCanceledException("The framework has stopped.");
        }

        // Given up through the loop, so that a slot granted just before is not lost.
        using var registration = cancellationToken.Register(() => Tell(new LeaseAbandoned(request)));
        var lease = await request.Lease;
        if (cancellationToken.IsCancellationRequested)
        {
            lease.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return lease;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
        {
            await _loop;
            return;
        }

        await _timer.DisposeAsync();
        _events.Writer.TryComplete();
        await _loop;
        foreach (var fleet in _state.Roles)
        {
            fleet.Waiting.ForEach(request => request.GiveUp());
            foreach (var worker in fleet.Workers)
            {
                await worker.Ended.CancelAsync();
                await (worker.Client?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }

    private async Task RunAsync()
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            try
            {
                Handle(happened);
            }
            catch (Exception exception)
            {
                // A bug on one event must not leave all other requests without their workers.
                Log.EventFailed(_logger, happened.GetType().Name, exception);
            }
        }
    }

    private void Handle(FleetEvent happened)
    {
        var touched = happened switch
        {
            EffectHeard heard => _effects!.Handle(heard.Effect),
            TimeCame => null,
            _ => _requests!.Handle(happened),
        };
        if (touched is { } role)
        {
            _plans!.Settle(_state.Of(role));
        }
        else
        {
            _plans!.SettleAll();
        }

        _state.Publish();
        var next = _plans.NextLook();
        _timer.Change(next is { } wait ? TimeSpan.FromMilliseconds(wait + 1) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
