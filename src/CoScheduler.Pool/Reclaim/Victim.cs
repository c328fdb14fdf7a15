using System.Collections.Immutable;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What is asked back together: one allocation, or a gang's minimum.</summary>
internal sealed class Victim
{
    public Victim(RoleNode role, ImmutableArray<AllocationEntry> members, ulong over)
    {
        (Role, Members, Over) = (role, members, over);
        (Priority, Cost) = (int.MinValue, LossCost.Nothing);
        foreach (var member in members)
        {
            var started = member.Started ?? member.Made;
            Priority = Math.Max(Priority, member.Priority);
            Cost = member.Cost > Cost ? member.Cost : Cost;
            Age = started.CompareTo(Age) > 0 ? started : Age;
            Newest = Math.Max(Newest, member.Id.Value);
        }
    }

    public RoleNode Role { get; }

    public ImmutableArray<AllocationEntry> Members { get; }

    /// <summary>How far its role is over its guarantee, over its weight.</summary>
    public ulong Over { get; }

    public bool IsSpare => Members[0].Mode == DemandMode.Spare;

    public int Priority { get; }

    public LossCost Cost { get; }

    /// <summary>When the youngest of it started.</summary>
    public PoolTime Age { get; }

    public long Newest { get; }

    /// <summary>Whether it was asked in the search at hand.</summary>
    public bool Asked { get; set; }

    /// <summary>How much of a resource all of it takes.</summary>
    public long TakesOf(int slot)
    {
        var sum = 0L;
        foreach (var member in Members)
        {
            sum += member.Need[slot];
        }

        return sum;
    }
}
