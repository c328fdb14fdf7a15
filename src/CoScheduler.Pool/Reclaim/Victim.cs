using System.Collections.Immutable;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What is asked back together: one allocation, or a gang's minimum.</summary>
internal sealed record Victim(RoleNode Role, ImmutableArray<AllocationEntry> Members)
{
    public bool IsSpare => Members[0].Mode == DemandMode.Spare;

    public int Priority => Members.Max(member => member.Priority);

    public LossCost Cost => Members.Max(member => member.Cost);

    /// <summary>When the youngest of it started.</summary>
    public PoolTime Age => Members.Select(member => member.Started ?? member.Made).Max();

    public ResourceVector Counted => Members.Aggregate(ResourceVector.Empty, (sum, member) => sum.Plus(member.Counted));

    public long Newest => Members.Max(member => member.Id.Value);
}
