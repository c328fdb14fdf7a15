using CoScheduler.Local.ControlGroups;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Protocol;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Local.Supervisor;

/// <summary>
/// One task's life, on a thread of its own: the thread starts the process and waits for it, so it lives as long as the
/// process does, and the parent-death signal that follows the thread is right.
/// </summary>
/// <param name="order">The task.</param>
/// <param name="tools">What it needs.</param>
/// <param name="report">Told what is seen of the task, from its thread.</param>
internal sealed class SupervisedTask(TaskOrder order, TaskTools tools, Action<TaskState> report)
{
    private const int StackBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITaskGroup? _group;
    private int? _pid;
    private long? _politeAt;

    /// <summary>Done when the task has ended and that was reported.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins.</summary>
    public void Start() => new Thread(Run, StackBytes) { IsBackground = true, Name = order.Task }.Start();

    /// <summary>Sends the polite signal.</summary>
    /// <returns>When it was sent, or the task has ended.</returns>
    public async Task SignalAsync()
    {
        await _started.Task.ConfigureAwait(false);
        lock (_gate)
        {
            SendPolitely();
        }
    }

    /// <summary>The polite signal, if it was not sent yet; SIGKILL to all of the task when the wait after it has passed.</summary>
    /// <param name="wait">How long after the polite signal.</param>
    /// <returns>When the task has ended.</returns>
    public async Task KillAsync(TimeSpan wait)
    {
        await _started.Task.ConfigureAwait(false);
        var rest = wait - tools.TimeProvider.GetElapsedTime(SendPolitelyOnce());
        if (rest > TimeSpan.Zero)
        {
            _ = await Task.WhenAny(Ended, Task.Delay(rest, tools.TimeProvider)).ConfigureAwait(false);
        }

        KillNow();
        await Ended.ConfigureAwait(false);
    }

    private long SendPolitelyOnce()
    {
        lock (_gate)
        {
            if (_politeAt is null)
            {
                SendPolitely();
            }

            return _politeAt!.Value;
        }
    }

    private void SendPolitely()
    {
        if (_pid is { } pid)
        {
            _ = ChildProcess.Signal(pid, order.PoliteSignal == PoliteSignal.Power ? NativeMethods.SignalPower : NativeMethods.SignalTerminate);
        }

        _politeAt ??= tools.TimeProvider.GetTimestamp();
    }

    private void KillNow()
    {
        lock (_gate)
        {
            if (_pid is { } pid)
            {
                _ = _group?.Kill(pid);
                _ = ChildProcess.Signal(pid, NativeMethods.SignalKill);
            }
        }
    }

    private void Run()
    {
        var end = Launch() is { } failure ? Failed(failure) : Exited();
        Keep(end);
        report(end);
        _started.TrySetResult();
        _ended.SetResult();
    }

    /// <summary>Starts the process.</summary>
    /// <returns>Null, or why it could not be started.</returns>
    private string? Launch()
    {
        try
        {
            tools.Store.Begin(order.Task);
            _group = tools.Groups.Create(order.Task, new TaskLimits(order.MilliCpus, order.MemoryBytes, TaskLimits.DefaultProcesses));
            _pid = tools.Launcher.Launch(order, _group);
            tools.Store.WriteProcess(order.Task, ProcessIdentity.Of(_pid.Value)!);
            report(new TaskState(order.Task, TaskCondition.Running, null, null));
            _started.SetResult();
            return null;
        }
        catch (Exception failure) when (failure is SpawnException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    private TaskState Failed(string why)
    {
        if (_pid is { } pid)
        {
            KillNow();
            _ = TakeExit(pid);
        }

        _ = _group?.TryRemove();
        return new TaskState(order.Task, TaskCondition.FailedToStart, null, why);
    }

    private TaskState Exited()
    {
        var code = TakeExit(_pid!.Value);
        var detail = _group!.OutOfMemoryKills > 0 ? $"The kernel killed it at its memory limit of {order.MemoryBytes} bytes." : null;
        if (!_group.TryRemove())
        {
            tools.Log.Write($"The control group of {order.Task} could not be removed yet; the next supervisor tries again.");
        }

        return new TaskState(order.Task, TaskCondition.Exited, code, detail);
    }

    private int TakeExit(int pid)
    {
        ChildProcess.WaitForEnd(pid);
        lock (_gate)
        {
            _pid = null;
        }

        // Until it is taken, no other process can get its id, which names the session as well.
        if (!GroupEnd.KillAll(_group!, pid))
        {
            tools.Log.Write($"Processes of {order.Task} do not end although they were killed.");
        }

        return ChildProcess.Take(pid);
    }

    private void Keep(TaskState end)
    {
        try
        {
            tools.Store.WriteExit(end);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            tools.Log.Write($"The end of {order.Task} could not be written down, and is lost if the supervisor dies: {full.Message}");
        }
    }
}
