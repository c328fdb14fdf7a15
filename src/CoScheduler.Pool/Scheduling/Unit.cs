using System.Collections.Immutable;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What starts whole or not at all: one allocation of a demand, or all that a gang misses.</summary>
internal sealed record Unit(RoleNode Role, ImmutableArray<DemandEntry> Members)
{
    public DemandEntry Head => Members[0];

    public bool IsGang => Head.Terms.Gang is not null;

    public int Priority => Members.Max(member => member.Terms.Priority);

    /// <summary>How many of each member are to be placed, the largest shapes first.</summary>
    public IEnumerable<(DemandEntry Demand, int Count)> Parts =>
        Members
            .Select(member => (member, IsGang ? member.Missing : 1))
            .OrderByDescending(part => part.member.Terms.Shape[ResourceVector.Memory])
            .ThenByDescending(part => part.member.Terms.Shape[ResourceVector.Cpus])
            .ThenBy(part => part.member.Order);

    /// <summary>All of it, ports by number.</summary>
    public ResourceVector Amount
    {
        get
        {
            var amount = ResourceVector.Empty;
            foreach (var (demand, count) in Parts)
            {
                amount = amount.Plus(demand.Terms.Shape.Counted().Times(count));
            }

            return amount;
        }
    }
}
