using CoScheduler.Pool;

namespace CoScheduler.Simulation.Worlds;

/// <summary>Where simulated tasks run: carries effects out, and reports what its tasks do.</summary>
/// <param name="world">The world it is a part of.</param>
public sealed class SimulatedSubstrate(World world)
{
    private const int Terminated = 128 + 15;
    private const int Killed = 128 + 9;

    private readonly Dictionary<TaskId, SimulatedTask> _tasks = [];

    /// <summary>What a task that is started does.</summary>
    public Func<StartTask, TaskBehaviour> Behaviour { get; set; } = _ => new TaskBehaviour();

    /// <summary>Carries an effect out. Carried out again, it changes nothing.</summary>
    /// <param name="effect">The effect.</param>
    public void Carry(SubstrateEffect effect)
    {
        switch (effect)
        {
            case StartTask start when !_tasks.ContainsKey(start.Task):
                Start(start);
                break;
            case SignalTask signal when _tasks.TryGetValue(signal.Task, out var task):
                End(task, task.Behaviour.Leaves, Terminated);
                break;
            case KillTask kill when _tasks.TryGetValue(kill.Task, out var task):
                End(task, task.Behaviour.Dies, Killed);
                break;
            case SignalTask or KillTask:
                // It never got here, or ended: whoever asks is told so.
                world.Send(new TaskReported(effect.Task, new TaskReport(TaskCondition.Unknown, null, null)));
                break;
            case ForgetTask:
                _tasks.Remove(effect.Task);
                break;
        }
    }

    /// <summary>An agent died: what ran there is no more, and nobody reports it.</summary>
    /// <param name="agent">The agent.</param>
    public void Lose(AgentId agent)
    {
        foreach (var (id, task) in _tasks.Where(pair => pair.Value.Agent == agent).ToList())
        {
            task.Ended = true;
            _tasks.Remove(id);
        }
    }

    /// <summary>Reports again what runs, as agents do to a new master.</summary>
    /// <param name="agent">On which agent.</param>
    public void ReportAgain(AgentId agent)
    {
        foreach (var (id, task) in _tasks.Where(pair => pair.Value.Agent == agent).ToList())
        {
            if (task.Report is { } report)
            {
                world.Send(new TaskReported(id, report));
            }
        }

        var known = world.Pool.Snapshot().Allocations.Values.Where(a => a.Agent == agent && a.Task is { } id && !_tasks.ContainsKey(id));
        foreach (var allocation in known.ToList())
        {
            world.Send(new TaskReported(allocation.Task!.Value, new TaskReport(TaskCondition.Unknown, null, null)));
        }
    }

    /// <summary>Ends every task whose kill was ordered and not confirmed.</summary>
    public void ConfirmKills()
    {
        foreach (var task in _tasks.Values.Where(task => task.KillOrdered && !task.Ended).ToList())
        {
            Finish(task, Killed);
        }
    }

    private void Start(StartTask start)
    {
        var task = new SimulatedTask(start.Task, start.Agent, Behaviour(start));
        _tasks.Add(start.Task, task);
        world.After(task.Behaviour.Start, () => Run(task));
    }

    private void Run(SimulatedTask task)
    {
        if (task.Ended)
        {
            return;
        }

        task.Report = task.Behaviour.FailsToStart
            ? new TaskReport(TaskCondition.FailedToStart, null, "It was drawn to fail.")
            : new TaskReport(TaskCondition.Running, null, null);
        task.Ended = task.Behaviour.FailsToStart;
        world.Send(new TaskReported(task.Id, task.Report));
        if (!task.Ended && task.Behaviour.Runs is { } milliseconds)
        {
            world.After(milliseconds, () => RunOut(task));
        }
    }

    private void RunOut(SimulatedTask task)
    {
        if (!task.Ended)
        {
            task.Behaviour.Done?.Invoke();
            Finish(task, task.Behaviour.ExitCode);
        }
    }

    private void End(SimulatedTask task, long? milliseconds, int exitCode)
    {
        task.KillOrdered |= exitCode == Killed;
        if (milliseconds is { } after)
        {
            world.After(after, () => Finish(task, exitCode));
        }
    }

    private void Finish(SimulatedTask task, int exitCode)
    {
        if (!task.Ended)
        {
            task.Ended = true;
            task.Report = new TaskReport(TaskCondition.Exited, exitCode, null);
            world.Send(new TaskReported(task.Id, task.Report));
        }
    }

    private sealed class SimulatedTask(TaskId id, AgentId agent, TaskBehaviour behaviour)
    {
        public TaskId Id => id;

        public AgentId Agent => agent;

        public TaskBehaviour Behaviour => behaviour;

        public TaskReport? Report { get; set; }

        public bool Ended { get; set; }

        public bool KillOrdered { get; set; }
    }
}
