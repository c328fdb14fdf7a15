using System.Collections.Immutable;
using System.Threading.Channels;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Master;

/// <summary>An agent that outlives its masters, as a supervisor does: it keeps tasks, their ends and tombstones.</summary>
internal sealed class SimulatedAgent(string name)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, TaskReport> _tasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tombstones = [];
    private readonly Dictionary<string, int> _starts = [];
    private Attachment? _attached;
    private bool _connected;

    public AgentId Id { get; } = new(name);

    public IReadOnlyCollection<string> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _tasks.Where(task => task.Value.Condition == TaskCondition.Running).Select(task => task.Key)];
            }
        }
    }

    /// <summary>How often a task was started at most since the agent last lost what it ran.</summary>
    public int MostStartsOfATask
    {
        get
        {
            lock (_gate)
            {
                return _starts.Values.DefaultIfEmpty().Max();
            }
        }
    }

    /// <summary>A master's way to the agent; that of the one before is cut.</summary>
    public ISubstrate Attach()
    {
        lock (_gate)
        {
            _connected = false;
            return _attached = new Attachment(this);
        }
    }

    public void Connect()
    {
        lock (_gate)
        {
            if (!_connected && _attached is not null)
            {
                _connected = true;
                _attached.Tell(new AgentUp(Id, ResourceVector.Parse("cpus:6,mem:6Gi"), ImmutableSortedDictionary<string, string>.Empty, [.. _tasks.Select(task => Seen(task.Key))]));
            }
        }
    }

    public void Disconnect(bool tasksAreGone)
    {
        lock (_gate)
        {
            if (tasksAreGone)
            {
                // A start that the master never heard of is ordered again (recovery.md section 2): nothing is left to show that it was.
                foreach (var task in _tasks.Keys)
                {
                    _starts.Remove(task);
                }

                _tasks.Clear();
            }

            if (_connected)
            {
                _connected = false;
                _attached?.Tell(new AgentDown(Id, tasksAreGone));
            }
        }
    }

    public void Exit(string task, int exitCode)
    {
        lock (_gate)
        {
            if (_tasks.TryGetValue(task, out var report) && report.Condition == TaskCondition.Running)
            {
                Report(task, new TaskReport(TaskCondition.Exited, exitCode, null));
            }
        }
    }

    private TaskObserved Seen(string task) => new(Id, new TaskId(task), _tasks.GetValueOrDefault(task) ?? new TaskReport(TaskCondition.Unknown, null, null));

    private void Report(string task, TaskReport report)
    {
        _tasks[task] = report;
        Tell(task);
    }

    private void Tell(string task)
    {
        if (_connected)
        {
            _attached?.Tell(Seen(task));
        }
    }

    private void Launch(string task)
    {
        if (_tombstones.Contains(task) || _tasks.ContainsKey(task))
        {
            Tell(task);
            return;
        }

        _starts[task] = _starts.GetValueOrDefault(task) + 1;
        Report(task, new TaskReport(TaskCondition.Running, null, null));
    }

    private void Kill(string task)
    {
        if (!_tasks.ContainsKey(task))
        {
            _tombstones.Add(task);
            Tell(task);
            return;
        }

        Exit(task, 137);
    }

    private void Forget(string task)
    {
        _tombstones.Add(task);
        _tasks.Remove(task);
    }

    private sealed class Attachment(SimulatedAgent agent) : ISubstrate
    {
        private readonly Channel<SubstrateEvent> _events = Channel.CreateUnbounded<SubstrateEvent>();

        public ChannelReader<SubstrateEvent> Events => _events.Reader;

        public void Tell(SubstrateEvent told) => _events.Writer.TryWrite(told);

        public Task StartAsync(long epoch, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task LaunchAsync(AgentId id, LaunchOrder order, CancellationToken cancellationToken) => Call(() => agent.Launch(order.Task.Value));

        public Task SignalAsync(AgentId id, TaskId task, CancellationToken cancellationToken) => Call(() => agent.Exit(task.Value, 143));

        public Task KillAsync(AgentId id, TaskId task, CancellationToken cancellationToken) => Call(() => agent.Kill(task.Value));

        public Task ForgetAsync(AgentId id, TaskId task, CancellationToken cancellationToken) => Call(() => agent.Forget(task.Value));

        public Task<LogSlice?> ReadLogAsync(AgentId id, TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<LogSlice?>(null);

        public Task StopAsync(bool leaveTasks, CancellationToken cancellationToken) => Task.CompletedTask;

        private Task Call(Action call)
        {
            lock (agent._gate)
            {
                if (!agent._connected || agent._attached != this)
                {
                    return Task.FromException(new AgentUnreachableException(agent.Id, null));
                }

                call();
                return Task.CompletedTask;
            }
        }
    }
}
