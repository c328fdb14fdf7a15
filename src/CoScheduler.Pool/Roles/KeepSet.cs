using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>What a role's guarantee covers now (pool.md section 4). All else is elastic.</summary>
internal sealed class KeepSet
{
    private static readonly KeepSet Nothing = new();

    private readonly HashSet<AllocationEntry> _kept = [];
    private readonly List<AllocationEntry> _inOrder = [];

    private KeepSet()
    {
    }

    /// <summary>What the covered allocations take.</summary>
    public Amounts Amount { get; } = new();

    public bool IsEmpty => _kept.Count == 0;

    /// <summary>What is covered, in the order in which it was.</summary>
    public IReadOnlyList<AllocationEntry> InOrder => _inOrder;

    public static KeepSet Of(RoleNode role)
    {
        if (role.Guarantee.IsZero)
        {
            return Nothing;
        }

        var keep = new KeepSet();
        foreach (var child in role.Children)
        {
            keep.Cover(child.Keep._inOrder, role.GuaranteeBound);
        }

        keep.Cover(InKeepOrder(role).Where(allocation => !keep.Contains(allocation)), role.GuaranteeBound);
        return keep;
    }

    public bool Contains(AllocationEntry allocation) => _kept.Contains(allocation);

    private static IEnumerable<AllocationEntry> InKeepOrder(RoleNode role) =>
        role.Children.Length == 0 ? role.OwnAllocations : role.Subtree.SelectMany(node => node.Own).Order(KeepOrder.Instance).SelectMany(lot => lot.Allocations);

    private void Cover(IEnumerable<AllocationEntry> allocations, Bound guarantee)
    {
        HashSet<(FrameworkId, string?)>? seen = null;
        List<AllocationEntry>? all = null;
        foreach (var allocation in allocations)
        {
            if (allocation.Leaving || allocation.Mode == DemandMode.Spare)
            {
                continue;
            }

            if (!allocation.Lot.IsMinimum)
            {
                Cover(allocation, guarantee);
            }
            else if ((seen ??= []).Add((allocation.Framework, allocation.Gang)))
            {
                // A gang's minimum is covered whole or not at all.
                all ??= [.. allocations.Where(a => a.Lot.IsMinimum && !a.Leaving)];
                Cover([.. all.Where(a => a.Framework == allocation.Framework && a.Gang == allocation.Gang && !_kept.Contains(a))], guarantee);
            }
        }
    }

    private void Cover(AllocationEntry allocation, Bound guarantee)
    {
        if (allocation.Need.Touches(guarantee) && guarantee.Leaves(Amount, allocation.Need))
        {
            Keep(allocation);
        }
    }

    private void Cover(List<AllocationEntry> gang, Bound guarantee)
    {
        var before = Amount.Copy();
        gang.ForEach(member => Amount.Add(member.Need));
        var kept = gang.Exists(member => member.Need.Touches(guarantee)) && guarantee.FirstAbove(Amount) < 0;
        Amount.Clear();
        Amount.Add(before);
        if (kept)
        {
            gang.ForEach(Keep);
        }
    }

    private void Keep(AllocationEntry allocation)
    {
        Amount.Add(allocation.Need);
        _kept.Add(allocation);
        _inOrder.Add(allocation);
    }
}
