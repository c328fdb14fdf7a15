using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Which role is next: guarantees first, then by dominant share over weight, down the tree; names break ties.</summary>
internal sealed class Ranking(Picture picture, ResourceVector capacity, Dictionary<RoleNode, List<Unit>> waiting)
{
    /// <summary>The unit that is next, or null if none is left.</summary>
    public Unit? Next() => Best(picture.State.Roles.Root);

    /// <summary>A unit has been dealt with; a gang and a demand without a rest are not asked again.</summary>
    public void Remove(Unit unit)
    {
        waiting[unit.Role].Remove(unit);
        if (waiting[unit.Role].Count == 0)
        {
            waiting.Remove(unit.Role);
        }
    }

    /// <summary>The dominant share in parts of 2^32, of the capacity.</summary>
    public static Int128 DominantShare(ResourceVector used, ResourceVector capacity)
    {
        Int128 share = 0;
        foreach (var (resource, amount) in used.Amounts)
        {
            if (capacity[resource] > 0)
            {
                share = Int128.Max(share, ((Int128)amount << 32) / capacity[resource]);
            }
        }

        return share;
    }

    private Unit? Best(RoleNode node)
    {
        var best = waiting.TryGetValue(node, out var own) ? own[0] : null;
        var bestRank = best is null ? default : new Rank(false, DominantShare(node.Used, capacity), 1);
        foreach (var child in node.Children)
        {
            if (Best(child) is not { } unit)
            {
                continue;
            }

            var used = picture.Used(child);
            var covered = unit.Amount.Touches(child.Guarantee) && used.Plus(unit.Amount).StaysWithin(child.Guarantee);
            var rank = new Rank(covered, DominantShare(used, capacity), child.Quota.Weight);
            if (best is null || rank.Before(bestRank))
            {
                (best, bestRank) = (unit, rank);
            }
        }

        return best;
    }

    private readonly record struct Rank(bool Covered, Int128 Share, int Weight)
    {
        public bool Before(Rank other)
        {
            if (Covered != other.Covered)
            {
                return Covered;
            }

            // Without weight, last.
            return (Weight == 0) != (other.Weight == 0) ? Weight > 0 : Share * Math.Max(1, other.Weight) < other.Share * Math.Max(1, Weight);
        }
    }
}
