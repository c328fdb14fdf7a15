using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>An allocation is asked back.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="Cause">Why.</param>
/// <param name="Deadline">When it is killed.</param>
/// <param name="For">The plan that needs what it has; null if none does.</param>
public sealed record ReclaimBegun(AllocationId Allocation, ReclaimCause Cause, PoolTime Deadline, PlanId? For) : Decision;

/// <summary>An allocation that was asked back has less time.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="Deadline">When it is killed.</param>
public sealed record ReclaimHastened(AllocationId Allocation, PoolTime Deadline) : Decision;

/// <summary>
/// An allocation that was asked back may stay: what it was asked for is no longer needed. The polite signal may have reached it, so it
/// may go all the same.
/// </summary>
/// <param name="Allocation">The allocation.</param>
public sealed record ReclaimWithdrawn(AllocationId Allocation) : Decision;

/// <summary>An allocation's deadline passed: its task is killed.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="Deadline">When it is given up as stuck.</param>
public sealed record KillBegun(AllocationId Allocation, PoolTime Deadline) : Decision;

/// <summary>Nobody confirmed a kill: the role's use is released, the agent's capacity is not.</summary>
/// <param name="Allocation">The allocation.</param>
public sealed record KillUnconfirmed(AllocationId Allocation) : Decision;

/// <summary>A place was found for a demand that does not fit yet; what comes free there is kept for it.</summary>
/// <param name="Plan">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Items">What is to be placed, and where.</param>
/// <param name="Victims">What was asked back for it, or was on its way out already.</param>
/// <param name="Until">When it is dropped unless it could start.</param>
public sealed record PlanMade(
    PlanId Plan,
    PlanKind Kind,
    ImmutableArray<PlanItem> Items,
    ImmutableArray<AllocationId> Victims,
    PoolTime Until) : Decision;

/// <summary>Capacity that came free is kept for a plan.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">How much more.</param>
public sealed record PlanHeld(PlanId Plan, AgentId Agent, ResourceVector Resources) : Decision;

/// <summary>A plan is no more, what it kept is free.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record PlanEnded(PlanId Plan, PlanOutcome Outcome) : Decision;
