using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>A worker task. Changed by the fleet's loop alone.</summary>
internal sealed class Worker(TaskId task, RoleName role, bool first, AgentId agent, ResourceVector resources, string socket, int slots)
{
    public TaskId Task { get; } = task;

    public RoleName Role { get; } = role;

    /// <summary>Whether it answers the firm demand.</summary>
    public bool First { get; } = first;

    public AgentId Agent { get; } = agent;

    public ResourceVector Resources { get; } = resources;

    /// <summary>Where it listens.</summary>
    public string Socket { get; } = socket;

    /// <summary>How many executions it runs at once.</summary>
    public int Slots { get; } = slots;

    public WorkerState State { get; set; } = WorkerState.Starting;

    /// <summary>Whether an earlier server started it: if it doesn't come back, that is no failed start.</summary>
    public bool Adopted { get; init; }

    /// <summary>Its connection; null before there is one.</summary>
    public WorkerClient? Client { get; set; }

    public int Busy { get; set; }

    /// <summary>Since when it has nothing to do, in the fleet's milliseconds.</summary>
    public long IdleSince { get; set; }

    /// <summary>Ends the attempts to connect.</summary>
    public CancellationTokenSource Ended { get; } = new();

    public WorkerPicture Picture(long now) => new(Task, First, State, Slots, Busy, Busy == 0 ? now - IdleSince : 0);

    public WorkerView View() => new(Task, Role, Agent, Resources, State switch
    {
        WorkerState.Starting => "starting",
        WorkerState.Ready => "ready",
        _ => "leaving",
    }, Slots, Busy, Client?.Connection.ProcessId);
}
