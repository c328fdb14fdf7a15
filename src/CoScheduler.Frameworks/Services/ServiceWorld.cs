using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Services;

/// <summary>What is around the services: the pool, the clock, the logs. Everything that comes back enters by one lock.</summary>
internal sealed class ServiceWorld(
    FrameworkId framework, ServicesOptions options, TimeProvider time, ITaskLogs logs, ILogger logger, Lock gate, IReadOnlyDictionary<string, Service> services)
    : IServiceWorld
{
    private readonly HashSet<ITimer> _timers = [];
    private readonly CancellationTokenSource _stopped = new();
    private CommandSender? _sender;
    private long _version;

    public FrameworkId Framework => framework;

    public ServicesOptions Options => options;

    public DateTimeOffset Now => time.GetUtcNow();

    public WaitTimes Waits { get; } = new();

    /// <summary>Epochs only rise, so a version begins with the epoch.</summary>
    public void Start(IPoolMaster master)
    {
        _version = master.Epoch << 32;
        _sender = new CommandSender(master, Refused);
        _sender.Start();
    }

    public void Send(Command command) => _sender?.Send(command);

    public long NextVersion() => ++_version;

    public IReadOnlySet<int> PortsTaken() => services.Values.SelectMany(service => service.Ports).ToHashSet();

    public void Later(TimeSpan wait, Action action)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Due(timer, action), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    public void Measured(TimeSpan waited) => Waits.Add(waited);

    public void ReadLog(ReplicaSlot slot, ReplicaFailure failure)
    {
        Log.ReplicaFailed(logger, failure.Task, failure.ExitCode, failure.Detail);
        if (failure.Task is { } task)
        {
            _ = Task.Run(() => ReadLogAsync(slot, failure, task));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        lock (gate)
        {
            foreach (var timer in _timers)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }

        if (_sender is not null)
        {
            await _sender.StopAsync(cancellationToken);
        }
    }

    private void Due(ITimer? timer, Action action)
    {
        lock (gate)
        {
            if (timer is not null && _timers.Remove(timer))
            {
                timer.Dispose();
                action();
            }
        }
    }

    private void Refused(Command command, Refusal refusal)
    {
        Log.Refused(logger, command.GetType().Name, refusal.Message);
        lock (gate)
        {
            foreach (var service in services.Values)
            {
                service.Refused(command, refusal);
            }
        }
    }

    private async Task ReadLogAsync(ReplicaSlot slot, ReplicaFailure failure, TaskId task)
    {
        try
        {
            var tail = await LogTail.ReadAsync(logs, task, options.LogTailBytes, _stopped.Token);
            lock (gate)
            {
                if (ReferenceEquals(slot.LastFailure, failure))
                {
                    slot.LastFailure = failure with { LogTail = tail };
                }
            }
        }
        catch (Exception exception)
        {
            Log.LogUnreadable(logger, task, exception);
        }
    }
}
