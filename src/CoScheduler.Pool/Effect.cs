using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>
/// What the master must carry out after a step was committed. Effects may be carried out more than once; they are
/// derived from state and are not journaled.
/// </summary>
public abstract record Effect;

/// <summary>An effect for the substrate.</summary>
/// <param name="Agent">Where.</param>
/// <param name="Task">Which task.</param>
public abstract record SubstrateEffect(AgentId Agent, TaskId Task) : Effect;

/// <summary>Start a task, if it is not there yet.</summary>
/// <param name="Agent">Where.</param>
/// <param name="Task">Which task.</param>
/// <param name="Allocation">Its allocation.</param>
/// <param name="Resources">What it may use.</param>
/// <param name="Payload">What to run, as its framework gave it.</param>
public sealed record StartTask(AgentId Agent, TaskId Task, AllocationId Allocation, ResourceVector Resources, string Payload) : SubstrateEffect(Agent, Task);

/// <summary>Ask a task to go, by its polite signal.</summary>
/// <param name="Agent">Where.</param>
/// <param name="Task">Which task.</param>
/// <param name="Deadline">Until when it may take.</param>
public sealed record SignalTask(AgentId Agent, TaskId Task, PoolTime Deadline) : SubstrateEffect(Agent, Task);

/// <summary>End a task now.</summary>
/// <param name="Agent">Where.</param>
/// <param name="Task">Which task.</param>
public sealed record KillTask(AgentId Agent, TaskId Task) : SubstrateEffect(Agent, Task);

/// <summary>The journal knows that the task ended: the substrate may forget it.</summary>
/// <param name="Agent">Where.</param>
/// <param name="Task">Which task.</param>
public sealed record ForgetTask(AgentId Agent, TaskId Task) : SubstrateEffect(Agent, Task);

/// <summary>An effect for a framework.</summary>
/// <param name="Framework">Whom it is for.</param>
public abstract record FrameworkEffect(FrameworkId Framework) : Effect;

/// <summary>An offer: accept or decline it before its deadline.</summary>
/// <param name="Framework">Whom it is for.</param>
/// <param name="Offer">Its id.</param>
/// <param name="Class">The open demand that it answers.</param>
/// <param name="Role">The role that it would count against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">All of it.</param>
/// <param name="Guaranteed">The part that the role's guarantee covers; the rest is elastic and may be reclaimed.</param>
/// <param name="Deadline">When it is rescinded.</param>
/// <param name="Attributes">The agent's.</param>
public sealed record OfferMade(
    FrameworkId Framework,
    OfferId Offer,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    ResourceVector Guaranteed,
    PoolTime Deadline,
    ImmutableSortedDictionary<string, string> Attributes) : FrameworkEffect(Framework)
{
    /// <summary>
    /// The first offer of the set that it belongs to; null if it stands by itself. A set is what a gang misses: one accept takes all of it,
    /// with as many tasks of each offer's class as it has room for, and declining one of it declines all.
    /// </summary>
    public OfferId? Set { get; init; }
}

/// <summary>An offer is no more.</summary>
/// <param name="Framework">Whose it was.</param>
/// <param name="Offer">Its id.</param>
public sealed record OfferRescinded(FrameworkId Framework, OfferId Offer) : FrameworkEffect(Framework);

/// <summary>A firm or spare demand got an allocation: launch it before its deadline.</summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Allocation">Its id.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">What it may use.</param>
/// <param name="LaunchBy">When it is taken back unless launched.</param>
public sealed record AllocationGranted(
    FrameworkId Framework,
    AllocationId Allocation,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    PoolTime LaunchBy) : FrameworkEffect(Framework);

/// <summary>A task was seen running.</summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Allocation">Its allocation.</param>
/// <param name="Task">The task.</param>
/// <param name="Agent">Where.</param>
public sealed record TaskStarted(FrameworkId Framework, AllocationId Allocation, TaskId Task, AgentId Agent) : FrameworkEffect(Framework);

/// <summary>An allocation is asked back; the substrate is sending the polite signal.</summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Allocation">Its id.</param>
/// <param name="Task">Its task.</param>
/// <param name="Cause">Why.</param>
/// <param name="Deadline">When it is killed.</param>
public sealed record ReclaimRequested(FrameworkId Framework, AllocationId Allocation, TaskId Task, ReclaimCause Cause, PoolTime Deadline) : FrameworkEffect(Framework);

/// <summary>
/// An allocation that was asked back may stay. Its task may have had the polite signal already, and go all the same; if it does until
/// the deadline that it had, it counts as reclaimed.
/// </summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Allocation">Its id.</param>
/// <param name="Task">Its task.</param>
public sealed record ReclaimCancelled(FrameworkId Framework, AllocationId Allocation, TaskId Task) : FrameworkEffect(Framework);

/// <summary>An allocation ended.</summary>
/// <param name="Framework">Whose it was.</param>
/// <param name="Allocation">Its id.</param>
/// <param name="Class">The demand that it answered.</param>
/// <param name="Task">Its task; null if it was never launched.</param>
/// <param name="End">How.</param>
/// <param name="ExitCode">Its task's exit code, if it had one.</param>
/// <param name="Detail">One sentence for people, or null.</param>
public sealed record AllocationEnded(
    FrameworkId Framework,
    AllocationId Allocation,
    DemandClass Class,
    TaskId? Task,
    AllocationEnd End,
    int? ExitCode,
    string? Detail) : FrameworkEffect(Framework);

/// <summary>Why a class waits has changed. A reason of the kind never stands until the demand or the world changes.</summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Class">The class.</param>
/// <param name="Reason">Why it waits; null if nothing of it is missing any more.</param>
public sealed record DemandWaits(FrameworkId Framework, DemandClass Class, PendingReason? Reason) : FrameworkEffect(Framework);

/// <summary>What became of a task, as its framework asked by <see cref="ReconcileTasks"/>.</summary>
/// <param name="Framework">Who asked.</param>
/// <param name="Task">The task.</param>
/// <param name="Allocation">Its allocation; null if it has ended, or was never known.</param>
/// <param name="Agent">Where it runs or ran; null if it was never known.</param>
/// <param name="State">The state of its allocation; null if it has ended, or was never known.</param>
public sealed record TaskReconciled(FrameworkId Framework, TaskId Task, AllocationId? Allocation, AgentId? Agent, AllocationState? State) : FrameworkEffect(Framework);
