namespace CoScheduler.Pool;

/// <summary>The life of an allocation (pool.md section 2).</summary>
public enum AllocationState
{
    /// <summary>Taken, not launched; given back when its launch deadline passes.</summary>
    Granted,

    /// <summary>Ordered from the substrate, not yet seen running.</summary>
    Launching,

    /// <summary>Seen running.</summary>
    Running,

    /// <summary>Asked back; it has until its deadline.</summary>
    Reclaiming,

    /// <summary>Its deadline passed, the kill is ordered.</summary>
    Killing,

    /// <summary>Nobody confirmed the kill: the role's use is released, the agent's capacity is not.</summary>
    Stuck,
}

/// <summary>Why an allocation is asked back.</summary>
public enum ReclaimCause
{
    /// <summary>Another role has its guarantee back.</summary>
    Guarantee,

    /// <summary>Another role has waited for its share.</summary>
    Share,

    /// <summary>A higher priority in the same role.</summary>
    Priority,

    /// <summary>The role's limit was lowered.</summary>
    Limit,

    /// <summary>The agent drains.</summary>
    Drain,

    /// <summary>The agent came back smaller.</summary>
    Deficit,

    /// <summary>An operator asked.</summary>
    Operator,

    /// <summary>Its own framework asked.</summary>
    Framework,
}

/// <summary>How an allocation ended.</summary>
public enum AllocationEnd
{
    /// <summary>Its task exited by itself, with code 0.</summary>
    Finished,

    /// <summary>Its task exited by itself, with another code or by a signal.</summary>
    Failed,

    /// <summary>Asked back, and gone within its grace.</summary>
    Reclaimed,

    /// <summary>Asked back, and killed after its grace.</summary>
    Preempted,

    /// <summary>Stopped by its own framework.</summary>
    Stopped,

    /// <summary>Never launched: given back, or its launch deadline passed.</summary>
    Released,

    /// <summary>Its agent is gone, or came back without it.</summary>
    Lost,
}

/// <summary>What a substrate can see of a task.</summary>
public enum TaskCondition
{
    /// <summary>The process is there.</summary>
    Running,

    /// <summary>The process has ended.</summary>
    Exited,

    /// <summary>The process could not be started.</summary>
    FailedToStart,

    /// <summary>The agent is there and knows nothing of the task.</summary>
    Unknown,
}

/// <summary>What a substrate saw of a task.</summary>
/// <param name="Condition">What it saw.</param>
/// <param name="ExitCode">The exit code, 128 + n for signal n; null unless it exited.</param>
/// <param name="Detail">One sentence for people, or null; the last lines of its log, if it could not be started.</param>
public sealed record TaskReport(TaskCondition Condition, int? ExitCode, string? Detail);
