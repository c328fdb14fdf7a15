using System.Text.Json.Serialization;

namespace CoScheduler.Pool.State;

/// <summary>An allocation that has not ended. What its demand said when it was made stays with it.</summary>
internal sealed class AllocationEntry
{
    private ResourceVector? _counted;

    public required AllocationId Id { get; init; }

    public required FrameworkId Framework { get; init; }

    public required DemandClass Class { get; init; }

    public required RoleName Role { get; init; }

    public required AgentId Agent { get; init; }

    public required ResourceVector Resources { get; init; }

    public required DemandMode Mode { get; init; }

    public required int Priority { get; init; }

    public string? Gang { get; init; }

    /// <summary>How old its demand is: lower is older.</summary>
    public required long Order { get; init; }

    public AllocationState State { get; set; }

    public TaskId? Task { get; set; }

    public string? Payload { get; set; }

    public PoolTime Made { get; init; }

    public PoolTime Since { get; set; }

    public PoolTime? Started { get; set; }

    public ReclaimCause? Cause { get; set; }

    public PoolTime? Deadline { get; set; }

    public LossCost Cost { get; set; } = LossCost.Work;

    [JsonIgnore]
    public ResourceVector Counted => _counted ??= Resources.Counted();

    [JsonIgnore]
    public DemandKey Demand => new(Framework, Class);

    /// <summary>Whether it is on its way out.</summary>
    [JsonIgnore]
    public bool Leaving => State >= AllocationState.Reclaiming;

    [JsonIgnore]
    public bool CountsForRole => State != AllocationState.Stuck;
}
