using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A driver as the framework knows it.</summary>
internal sealed class DriverState(TaskLabels labels, AllocationId allocation, long since, IDriverWatch watch)
{
    public TaskId Task => Labels.Driver;

    public TaskLabels Labels { get; } = labels;

    public AllocationId Allocation { get; } = allocation;

    /// <summary>When it was launched or found again.</summary>
    public long Since { get; } = since;

    public IDriverWatch Watch { get; } = watch;

    public DriverPhase Phase { get; private set; } = DriverPhase.Starting;

    /// <summary>Set once it has taken queries.</summary>
    public ServingDriver? Serving { get; set; }

    public int MaxNeeded { get; set; }

    /// <summary>Goes on in its life; one that leaves is no longer looked at, for its pages close before its process ends.</summary>
    public void Enter(DriverPhase phase)
    {
        Phase = phase;
        if (phase == DriverPhase.Leaving)
        {
            Watch.Dispose();
        }
    }

    /// <summary>Whether its end is what somebody asked for.</summary>
    public bool Leaving => Phase == DriverPhase.Leaving;

    public LossCost? Reported { get; set; }

    /// <summary>Whether it has run its first warming query: requests wait for that.</summary>
    public bool IsWarm { get; set; }

    /// <summary>How many executors had registered when it was warmed last.</summary>
    public int Warmed { get; set; }
}
