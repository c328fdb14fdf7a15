namespace CoScheduler.Pool;

/// <summary>A firm or spare demand got capacity, to be launched.</summary>
/// <param name="Allocation">Its id.</param>
/// <param name="Framework">Whose it is.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">What it may use.</param>
/// <param name="LaunchBy">When it is taken back unless launched.</param>
public sealed record AllocationMade(
    AllocationId Allocation,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    PoolTime LaunchBy) : Decision;

/// <summary>A task was started out of an offer.</summary>
/// <param name="Allocation">Its id.</param>
/// <param name="Framework">Whose it is.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">What it may use.</param>
/// <param name="Task">Its task.</param>
/// <param name="Payload">What to run, opaque to the pool.</param>
public sealed record AllocationTaken(
    AllocationId Allocation,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    TaskId Task,
    string Payload) : Decision;

/// <summary>A task was started in an allocation.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="Task">Its task.</param>
/// <param name="Payload">What to run, opaque to the pool.</param>
public sealed record TaskLaunched(AllocationId Allocation, TaskId Task, string Payload) : Decision;

/// <summary>A task was seen running for the first time.</summary>
/// <param name="Allocation">The allocation.</param>
public sealed record TaskSeenRunning(AllocationId Allocation) : Decision;

/// <summary>Its framework said what losing an allocation would cost.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="Cost">The bucket.</param>
public sealed record LossCostReported(AllocationId Allocation, LossCost Cost) : Decision;

/// <summary>An allocation ended, and its capacity is free.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="End">How.</param>
/// <param name="ExitCode">Its task's exit code, if it had one.</param>
/// <param name="Detail">One sentence for people, or null.</param>
public sealed record AllocationClosed(AllocationId Allocation, AllocationEnd End, int? ExitCode, string? Detail) : Decision;
