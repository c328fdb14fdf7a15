using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>An executor as the framework knows it.</summary>
internal sealed class ExecutorState(TaskId task, ExecutorStanding standing, TaskId driver, string executorId, long since)
{
    public TaskId Task { get; } = task;

    public ExecutorStanding Standing { get; } = standing;

    /// <summary>The driver that it belongs to.</summary>
    public TaskId Driver { get; } = driver;

    /// <summary>Spark's id of it.</summary>
    public string ExecutorId { get; } = executorId;

    /// <summary>When it was launched or found again.</summary>
    public long Since { get; } = since;

    /// <summary>Its allocation; null until it was seen running, if it came by an offer.</summary>
    public AllocationId? Allocation { get; set; }

    public bool Registered { get; private set; }

    public bool Leaving { get; set; }

    public bool Running { get; set; }

    public int ActiveTasks { get; private set; }

    public int CachedBlocks { get; private set; }

    public long? IdleSince { get; private set; }

    /// <summary>The cost that the pool was told last.</summary>
    public LossCost? Reported { get; set; }

    private int EndedTasks { get; set; }

    public void Observe(ExecutorSample? sample, long now)
    {
        if (sample is null)
        {
            Registered = false;
            ActiveTasks = 0;
            return;
        }

        var worked = !Registered || sample.ActiveTasks > 0 || sample.EndedTasks != EndedTasks;
        Registered = true;
        (ActiveTasks, EndedTasks, CachedBlocks) = (sample.ActiveTasks, sample.EndedTasks, sample.CachedBlocks);
        IdleSince = worked ? now : IdleSince ?? now;
    }

    public ExecutorFacts ToFacts() =>
        new(Task, Allocation ?? default, Standing, Leaving, ActiveTasks, CachedBlocks, Registered && ActiveTasks == 0 ? IdleSince : null);
}
