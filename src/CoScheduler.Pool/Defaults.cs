namespace CoScheduler.Pool;

/// <summary>What holds where nobody said otherwise (pool.md section 7). Times in milliseconds.</summary>
public static class Defaults
{
    /// <summary>How long an offer may be answered.</summary>
    public const long OfferDeadline = 5_000;

    /// <summary>How long a decline hides the like.</summary>
    public const long DeclineFilter = 30_000;

    /// <summary>How long a reclaimed task may take to go.</summary>
    public const long Grace = 30_000;

    /// <summary>How long a task is safe from reclaim after its start.</summary>
    public const long MinRuntime = 30_000;

    /// <summary>How long demand waits before it reclaims for its share.</summary>
    public const long ShareReclaimAfter = 60_000;

    /// <summary>How long a head is blocked before capacity is kept for it.</summary>
    public const long HeadWait = 30_000;

    /// <summary>
    /// How long capacity is kept for a head at least. It is kept for as long as the head has waited; if that was not enough, others may
    /// have it for as long as the head has waited then, before it is kept again. So what can't be completed stands idle for half of the
    /// time at most, and the head has its place at last, however long the others run.
    /// </summary>
    public const long HoldFor = 600_000;

    /// <summary>How long a kill may stay unconfirmed before its allocation is stuck.</summary>
    public const long KillWait = 10_000;

    /// <summary>How long a grant may stay unlaunched.</summary>
    public const long LaunchBy = 60_000;

    /// <summary>How many victims a round asks back at most.</summary>
    public const int ReclaimBatch = 64;

    /// <summary>How long after a full round of reclaims the next one begins.</summary>
    public const long RoundInterval = 1_000;

    /// <summary>How long what a framework holds outlives its absence: 7 days.</summary>
    public const long FrameworkFailover = 7 * 86_400_000L;

    /// <summary>How long grants wait for agents after a restart.</summary>
    public const long RestartGate = 60_000;

    /// <summary>How much of the known capacity must be back after a restart, in hundredths.</summary>
    public const int RestartGatePercent = 90;

    /// <summary>How long a demand is left alone after it declined, or caused, a reclaim; doubled each time.</summary>
    public const long FirstBackoff = 30_000;

    /// <summary>The longest that a demand is left alone.</summary>
    public const long LongestBackoff = 3_600_000;

    /// <summary>The lowest priority.</summary>
    public const int LowestPriority = -1000;

    /// <summary>The highest priority.</summary>
    public const int HighestPriority = 1000;

    /// <summary>The most allocations that one class may want.</summary>
    public const int HighestTarget = 1_000_000;

    /// <summary>The most of one resource that one agent may have, in its smallest unit: 2^53, which is 8 PiB.</summary>
    public const long LargestAmount = 1L << 53;

    /// <summary>The most of one resource that all agents may have together: 2^61.</summary>
    public const long LargestCapacity = 1L << 61;

    /// <summary>How many ended tasks are remembered, so that their ids are not used again.</summary>
    public const int EndedTasksKept = 10_000;

    /// <summary>How many withdrawn demands are remembered, so that late statements about them are refused.</summary>
    public const int WithdrawnDemandsKept = 10_000;
}
