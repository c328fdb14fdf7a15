using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Where a worker stands.</summary>
internal enum WorkerState
{
    /// <summary>Launched, not connected yet.</summary>
    Starting,

    /// <summary>Takes executions.</summary>
    Ready,

    /// <summary>Takes no more: asked back, stopped or lost.</summary>
    Leaving,
}

/// <summary>A role's worker as the planner sees it.</summary>
/// <param name="Task">Its task.</param>
/// <param name="First">Whether it answers the firm demand; else it is elastic.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Slots">How many executions it runs at once.</param>
/// <param name="Busy">How many it runs.</param>
/// <param name="IdleMilliseconds">How long it has had nothing to do.</param>
internal sealed record WorkerPicture(TaskId Task, bool First, WorkerState State, int Slots, int Busy, long IdleMilliseconds)
{
    public bool Usable => State != WorkerState.Leaving;

    public int FreeSlots => Usable ? Math.Max(0, Slots - Busy) : 0;
}

/// <summary>A role's workers and what waits for them.</summary>
/// <param name="Waiting">How many executions wait.</param>
/// <param name="Workers">The workers, oldest first.</param>
/// <param name="BackingOff">Whether no worker is to be asked for now, because the last ones failed to start.</param>
internal sealed record FleetPicture(int Waiting, ImmutableArray<WorkerPicture> Workers, bool BackingOff);

/// <summary>The bounds that a plan keeps.</summary>
internal sealed record FleetRules(int SlotsPerWorker, int MaxWorkers, long IdleMilliseconds, long LastIdleMilliseconds);

/// <summary>What a role's workers should be.</summary>
/// <param name="FirstTarget">The total of the firm demand, 0 or 1.</param>
/// <param name="MoreTarget">The total of the elastic demand.</param>
/// <param name="Stop">Idle workers to give back.</param>
/// <param name="LookAgainAfter">When time alone changes the plan, in milliseconds; null if it doesn't.</param>
internal sealed record FleetPlan(int FirstTarget, int MoreTarget, ImmutableArray<TaskId> Stop, long? LookAgainAfter);
