using System.Collections.Immutable;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What is asked back together: one allocation, or a gang's minimum.</summary>
internal sealed class Victim
{
    public Victim(RoleNode role, ImmutableArray<AllocationEntry> members)
    {
        (Role, Members, Counted) = (role, members, ResourceVector.Empty);
        (Priority, Cost) = (int.MinValue, LossCost.Nothing);
        foreach (var member in members)
        {
            var started = member.Started ?? member.Made;
            Priority = Math.Max(Priority, member.Priority);
            Cost = member.Cost > Cost ? member.Cost : Cost;
            Age = started.CompareTo(Age) > 0 ? started : Age;
            Counted = Counted.Plus(member.Counted);
            Newest = Math.Max(Newest, member.Id.Value);
        }
    }

    public RoleNode Role { get; }

    public ImmutableArray<AllocationEntry> Members { get; }

    public bool IsSpare => Members[0].Mode == DemandMode.Spare;

    public int Priority { get; }

    public LossCost Cost { get; }

    /// <summary>When the youngest of it started.</summary>
    public PoolTime Age { get; }

    public ResourceVector Counted { get; }

    public long Newest { get; }
}
