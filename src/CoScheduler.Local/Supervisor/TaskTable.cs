using System.Collections.Immutable;
using CoScheduler.Local.Protocol;
using CoScheduler.Pool;

namespace CoScheduler.Local.Supervisor;

/// <summary>All that a supervisor knows of tasks. Every operation can be repeated.</summary>
internal sealed class TaskTable
{
    private readonly Lock _gate = new();
    private readonly TaskTools _tools;
    private readonly Dictionary<string, SupervisedTask> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskState> _states = new(StringComparer.Ordinal);
    private readonly Tombstones _tombstones;
    private Action<TaskState>? _observer;

    /// <summary>Takes over what is on disk.</summary>
    /// <param name="tools">What tasks need.</param>
    public TaskTable(TaskTools tools)
    {
        _tools = tools;
        _tombstones = new Tombstones(tools.Store);
        foreach (var end in tools.Store.ReadExits())
        {
            _states[end.Task] = end;
        }
    }

    /// <summary>Tells what is known now, and whatever is seen from then on, in place of whom was told before.</summary>
    /// <param name="begin">Told first, and once. Must only queue it.</param>
    /// <param name="observer">Told what follows. Must only queue it.</param>
    public void Observe(Action<ImmutableArray<TaskState>> begin, Action<TaskState> observer)
    {
        lock (_gate)
        {
            begin([.. _states.Values]);
            _observer = observer;
        }
    }

    /// <summary>Starts a task, unless it is known; then it is reported again.</summary>
    /// <param name="order">The task.</param>
    public void Launch(TaskOrder order)
    {
        lock (_gate)
        {
            if (_tombstones.Contains(order.Task))
            {
                _observer?.Invoke(Unknown(order.Task));
            }
            else if (_running.ContainsKey(order.Task) || _states.ContainsKey(order.Task))
            {
                ReportAgain(order.Task);
            }
            else
            {
                var task = new SupervisedTask(order, _tools, Report);
                _running[order.Task] = task;
                task.Start();
            }
        }
    }

    /// <summary>Sends a task its polite signal, if it runs.</summary>
    /// <param name="task">Which.</param>
    /// <returns>When it was sent.</returns>
    public Task SignalAsync(string task)
    {
        lock (_gate)
        {
            return _running.TryGetValue(task, out var running) ? running.SignalAsync() : Task.CompletedTask;
        }
    }

    /// <summary>Kills a task; of one that is not known, a tombstone is kept.</summary>
    /// <param name="task">Which.</param>
    /// <param name="wait">How long after its polite signal.</param>
    /// <returns>When it has ended.</returns>
    public Task KillAsync(string task, TimeSpan wait)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(task, out var running))
            {
                return running.KillAsync(wait);
            }

            if (!_states.ContainsKey(task))
            {
                _tombstones.Bury(task);
            }

            ReportAgain(task);
            return Task.CompletedTask;
        }
    }

    /// <summary>Drops what is kept of an ended task; it can't be started again. Of a running one, nothing is dropped.</summary>
    /// <param name="task">Which.</param>
    public void Forget(string task)
    {
        lock (_gate)
        {
            if (_running.ContainsKey(task))
            {
                return;
            }

            _ = _states.Remove(task);
            _tombstones.Remember(task);
        }

        // Its working directory may be large, so this is done without holding up the others.
        _tools.Store.Remove(task);
        _tools.Store.PruneLogs(IsKnown);
    }

    /// <summary>Kills all tasks, at once.</summary>
    /// <param name="wait">How long after the polite signals.</param>
    /// <returns>When all have ended.</returns>
    public Task EndAsync(TimeSpan wait)
    {
        lock (_gate)
        {
            return Task.WhenAll(_running.Values.Select(task => task.KillAsync(wait)).ToList());
        }
    }

    private bool IsKnown(string task)
    {
        lock (_gate)
        {
            return _running.ContainsKey(task) || _states.ContainsKey(task);
        }
    }

    private void ReportAgain(string task)
    {
        // Of one that is just being started nothing was seen yet; its first report follows.
        if (_states.TryGetValue(task, out var state))
        {
            _observer?.Invoke(state);
        }
        else if (!_running.ContainsKey(task))
        {
            _observer?.Invoke(Unknown(task));
        }
    }

    private void Report(TaskState state)
    {
        lock (_gate)
        {
            if (state.Condition != TaskCondition.Running)
            {
                _ = _running.Remove(state.Task);
            }

            _states[state.Task] = state;
            _observer?.Invoke(state);
        }
    }

    private static TaskState Unknown(string task) => new(task, TaskCondition.Unknown, null, "It was killed before it was started, or is forgotten.");
}
