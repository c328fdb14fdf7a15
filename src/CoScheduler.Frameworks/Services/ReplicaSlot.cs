using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>A replica's place in its service: one life after the other, each a task of its own.</summary>
internal sealed class ReplicaSlot(int ordinal, DateTimeOffset now)
{
    public int Ordinal => ordinal;

    public ReplicaState State { get; private set; } = ReplicaState.Waiting;

    public DateTimeOffset Since { get; private set; } = now;

    /// <summary>Since when it is wanted and doesn't run; null once its wait was measured.</summary>
    public DateTimeOffset? WantedSince { get; private set; } = now;

    public AllocationId? Allocation { get; private set; }

    public AgentId? Agent { get; private set; }

    public TaskId? Task { get; private set; }

    public int Revision { get; private set; }

    public ImmutableArray<int> Ports { get; private set; } = [];

    public int Restarts { get; private set; }

    public DateTimeOffset? Until { get; private set; }

    public ReplicaFailure? LastFailure { get; set; }

    /// <summary>How often it ended by itself since it last ran for long.</summary>
    private int _failuresInARow;

    public bool HasTask => State is ReplicaState.Starting or ReplicaState.Running;

    public void Start(AllocationId allocation, AgentId agent, TaskId task, int revision, ImmutableArray<int> ports, DateTimeOffset now)
    {
        (Allocation, Agent, Task, Revision, Ports) = (allocation, agent, task, revision, ports);
        Enter(ReplicaState.Starting, now);
    }

    /// <summary>A task from before a restart; its wait is not measured.</summary>
    public void Adopt(AllocationId allocation, AgentId agent, TaskId task, int revision, ImmutableArray<int> ports, ReplicaState state, DateTimeOffset now)
    {
        Start(allocation, agent, task, revision, ports, now);
        WantedSince = null;
        Enter(state, now);
    }

    /// <returns>How long it waited, the first time that it is seen running.</returns>
    public TimeSpan? Run(DateTimeOffset now)
    {
        var waited = now - WantedSince;
        WantedSince = null;
        Enter(ReplicaState.Running, now);
        return waited;
    }

    public void Stop(DateTimeOffset now) => Enter(ReplicaState.Stopping, now);

    /// <summary>It is wanted again, at once.</summary>
    public void Wait(DateTimeOffset now)
    {
        Clear();
        WantedSince = now;
        Enter(ReplicaState.Waiting, now);
    }

    /// <summary>It ended by itself: it waits, longer each time, unless it had run for long.</summary>
    public TimeSpan BackOff(ReplicaFailure failure, ServicesOptions options, DateTimeOffset now)
    {
        if (State == ReplicaState.Running && now - Since >= options.BackoffResetAfter)
        {
            _failuresInARow = 0;
        }

        var wait = options.FirstBackoff;
        for (var doubled = 0; doubled < _failuresInARow && wait < options.LongestBackoff; doubled++)
        {
            wait *= 2;
        }

        wait = wait < options.LongestBackoff ? wait : options.LongestBackoff;
        _failuresInARow++;
        Restarts++;
        LastFailure = failure;
        Clear();
        WantedSince = null;
        Enter(ReplicaState.BackingOff, now);
        Until = now + wait;
        return wait;
    }

    /// <summary>What failed before is no measure of what was applied now.</summary>
    public void ForgetFailures() => _failuresInARow = 0;

    public ReplicaView View() => new(Ordinal, State, Since, Task, Agent, Revision, Ports, Restarts, Until, LastFailure);

    private void Clear() => (Allocation, Agent, Task, Revision, Ports) = (null, null, null, 0, []);

    private void Enter(ReplicaState state, DateTimeOffset now) => (State, Since, Until) = (state, now, null);
}
