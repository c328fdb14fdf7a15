namespace CoScheduler.Master;

/// <summary>How the master works.</summary>
public sealed record MasterOptions
{
    /// <summary>The default of <see cref="AgentTimeout"/>.</summary>
    public static readonly TimeSpan DefaultAgentTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The default of <see cref="FrameworkFailover"/> (pool.md section 7).</summary>
    public static readonly TimeSpan DefaultFrameworkFailover = TimeSpan.FromDays(7);

    /// <summary>The default of <see cref="RetryDelay"/>.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>The default of <see cref="QueueCapacity"/>.</summary>
    public const int DefaultQueueCapacity = 4096;

    /// <summary>The default of <see cref="RecordsPerState"/>.</summary>
    public const int DefaultRecordsPerState = 10_000;

    /// <summary>The default of <see cref="EventsKept"/>.</summary>
    public const int DefaultEventsKept = 4096;

    /// <summary>How long an agent that can't be reached keeps what it runs before it is given up.</summary>
    public TimeSpan AgentTimeout { get; init; } = DefaultAgentTimeout;

    /// <summary>How long what a framework holds outlives its absence.</summary>
    public TimeSpan FrameworkFailover { get; init; } = DefaultFrameworkFailover;

    /// <summary>How long until a call to an agent that failed is made again, unless the agent comes or goes before.</summary>
    public TimeSpan RetryDelay { get; init; } = DefaultRetryDelay;

    /// <summary>How many commands share one commit at most.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>How many commands may wait; whoever brings more waits himself.</summary>
    public int QueueCapacity { get; init; } = DefaultQueueCapacity;

    /// <summary>After how many records the whole state is kept.</summary>
    public int RecordsPerState { get; init; } = DefaultRecordsPerState;

    /// <summary>How many of the last steps can be read as events.</summary>
    public int EventsKept { get; init; } = DefaultEventsKept;

    /// <summary>Finds every fault.</summary>
    /// <returns>One sentence a fault; none means that the options can be used.</returns>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Require(AgentTimeout > TimeSpan.Zero, "agentTimeout must be positive.");
        Require(FrameworkFailover > TimeSpan.Zero, "frameworkFailover must be positive.");
        Require(RetryDelay > TimeSpan.Zero, "retryDelay must be positive.");
        Require(BatchSize > 0, "batchSize must be at least 1.");
        Require(QueueCapacity > 0, "queueCapacity must be at least 1.");
        Require(RecordsPerState > 0, "recordsPerState must be at least 1.");
        Require(EventsKept > 0, "eventsKept must be at least 1.");
        return faults;

        void Require(bool satisfied, string fault)
        {
            if (!satisfied)
            {
                faults.Add(fault);
            }
        }
    }
}
