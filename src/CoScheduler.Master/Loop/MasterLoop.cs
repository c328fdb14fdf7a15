using System.Threading.Channels;
using CoScheduler.Master.Publishing;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Loop;

/// <summary>
/// The one thread that touches the pool (recovery.md section 1): takes a batch of work, steps, commits, publishes, and
/// only then releases effects and answers.
/// </summary>
internal sealed class MasterLoop : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Channel<Work> _work;
    private readonly IJournal _journal;
    private readonly MasterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResourcePool _pool;
    private readonly PoolClock _clock;
    private readonly SnapshotFeed _snapshots;
    private readonly Action<PoolEvent> _release;
    private readonly Action<Exception> _onFatal;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private readonly long _epoch;
    private long _lastNumber;
    private long _stateNumber;
    private bool _stateDue;

    public MasterLoop(
        Restoration restored,
        IJournal journal,
        MasterOptions options,
        TimeProvider time,
        ILogger logger,
        SnapshotFeed snapshots,
        Action<PoolEvent> release,
        Action<Exception> onFatal)
    {
        _journal = journal;
        _options = options;
        _time = time;
        _logger = logger;
        _pool = restored.Pool;
        _epoch = restored.Epoch;
        _lastNumber = restored.LastNumber;
        _stateNumber = restored.StateNumber;
        _stateDue = restored.NewEngine;
        _clock = new PoolClock(time, restored.At);
        _snapshots = snapshots;
        _release = release;
        _onFatal = onFatal;
        _work = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _timer = time.CreateTimer(static state => ((MasterLoop)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "coscheduler-master" };
    }

    public PoolTime Now => _clock.Now;

    public void Start() => _thread.Start();

    public ValueTask PostAsync(Work work, CancellationToken cancellationToken) => _work.Writer.WriteAsync(work, cancellationToken);

    /// <summary>Takes no more work, finishes what is there, keeps the whole state.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _work.Writer.TryComplete();
        return _ended.Task.WaitAsync(cancellationToken);
    }

    public void Dispose() => _timer.Dispose();

    private void Wake() => _work.Writer.TryWrite(Notice.Wake);

    private void Run()
    {
        List<Work> taken = [];
        try
        {
            while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                taken.Clear();
                TakeTurn(taken);
            }

            SaveState();
            _ended.TrySetResult();
        }
        catch (Exception exception)
        {
            End(exception, taken);
        }
    }

    private void TakeTurn(List<Work> taken)
    {
        var turn = new Turn(_pool, _clock.Now, _time.GetUtcNow(), _epoch, _lastNumber, _release);
        if (_pool.NextDeadline is { } due && due.CompareTo(turn.Now) <= 0)
        {
            turn.Step(new Tick());
        }

        while (turn.Open && taken.Count < _options.BatchSize && _work.Reader.TryRead(out var work))
        {
            taken.Add(work);
            work.Run(turn);
        }

        Commit(turn);
        ArmTimer();
    }

    private void Commit(Turn turn)
    {
        if (turn.Records.Count > 0)
        {
            _journal.Append(turn.Records);
            _lastNumber += turn.Records.Count;
            _snapshots.Publish(_pool.Snapshot());
        }

        turn.Release(_snapshots.Current);
        if (_stateDue || _lastNumber - _stateNumber >= _options.RecordsPerState)
        {
            SaveState();
        }
    }

    private void SaveState()
    {
        if (_lastNumber > _stateNumber)
        {
            _journal.SaveState(_lastNumber, _clock.Now, _pool.Export());
            _stateNumber = _lastNumber;
        }

        _stateDue = false;
    }

    private void ArmTimer()
    {
        if (_pool.NextDeadline is not { } due)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var milliseconds = Math.Clamp(due.Milliseconds - _clock.Now.Milliseconds, 0, int.MaxValue);
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        _timer.Change(wait < ShortestWait ? ShortestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private void End(Exception exception, List<Work> taken)
    {
        Log.LoopFailed(_logger, exception);
        _work.Writer.TryComplete(exception);
        while (_work.Reader.TryRead(out var left))
        {
            taken.Add(left);
        }

        foreach (var work in taken)
        {
            work.Fail(exception);
        }

        _ended.TrySetException(exception);
        _onFatal(exception);
    }
}
