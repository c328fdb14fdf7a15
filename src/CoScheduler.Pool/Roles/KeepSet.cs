using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>What a role's guarantee covers now (pool.md section 4). All else is elastic.</summary>
internal sealed class KeepSet
{
    private readonly HashSet<long> _kept = [];
    private readonly List<AllocationEntry> _inOrder = [];

    private KeepSet()
    {
    }

    /// <summary>What the covered allocations take.</summary>
    public ResourceVector Amount { get; private set; } = ResourceVector.Empty;

    public static KeepSet Of(RoleNode role)
    {
        var keep = new KeepSet();
        if (role.Guarantee.IsZero)
        {
            return keep;
        }

        keep.Cover(role.Children.SelectMany(child => child.Keep._inOrder), role.Guarantee);
        keep.Cover(InKeepOrder(role).Where(allocation => !keep.Contains(allocation)), role.Guarantee);
        return keep;
    }

    public bool Contains(AllocationEntry allocation) => _kept.Contains(allocation.Id.Value);

    private static IEnumerable<AllocationEntry> InKeepOrder(RoleNode role) =>
        role.Children.Count == 0 ? role.Own : role.Subtree.SelectMany(node => node.Own).Order(KeepOrder.Instance);

    private void Cover(IEnumerable<AllocationEntry> allocations, ResourceVector guarantee)
    {
        foreach (var unit in Units([.. allocations.Where(a => !a.Leaving && a.Mode != DemandMode.Spare)]))
        {
            var amount = ResourceVector.Empty;
            foreach (var member in unit)
            {
                amount = amount.Plus(member.Counted);
            }

            if (!amount.Touches(guarantee) || !Amount.Plus(amount).StaysWithin(guarantee))
            {
                continue;
            }

            Amount = Amount.Plus(amount);
            foreach (var member in unit)
            {
                _kept.Add(member.Id.Value);
                _inOrder.Add(member);
            }
        }
    }

    /// <summary>A gang's minimum is covered whole or not at all.</summary>
    private static IEnumerable<IReadOnlyList<AllocationEntry>> Units(IReadOnlyList<AllocationEntry> allocations)
    {
        var gangs = allocations.Where(KeepOrder.IsMinimum).ToLookup(a => (a.Framework, a.Gang));
        var seen = new HashSet<(FrameworkId, string?)>();
        foreach (var allocation in allocations)
        {
            if (!KeepOrder.IsMinimum(allocation))
            {
                yield return [allocation];
            }
            else if (seen.Add((allocation.Framework, allocation.Gang)))
            {
                yield return [.. gangs[(allocation.Framework, allocation.Gang)]];
            }
        }
    }
}
