using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>The order of some units, wherever they stand: as <see cref="Seat"/> has it, for few.</summary>
internal sealed class Ranking
{
    private readonly RoleNode _root;
    private readonly Amounts _capacity;
    private readonly Dictionary<RoleNode, List<Unit>> _lines = [];
    private readonly Dictionary<RoleNode, SortedSet<RoleNode>> _children = [];

    public Ranking(RoleNode root, Amounts capacity, IEnumerable<Unit> units)
    {
        (_root, _capacity) = (root, capacity);
        foreach (var unit in units)
        {
            if (!_lines.TryGetValue(unit.Role!, out var line))
            {
                _lines.Add(unit.Role!, line = []);
                Link(unit.Role!);
            }

            line.Add(unit);
        }

        foreach (var line in _lines.Values)
        {
            line.Sort(UnitOrder.Instance);
        }
    }

    /// <summary>The unit that is next, or null if none is left.</summary>
    public Unit? Next() => Best(_root);

    /// <summary>A unit has been dealt with.</summary>
    public void Remove(Unit unit, RoleNode role)
    {
        _lines[role].Remove(unit);
        if (_lines[role].Count == 0)
        {
            _lines.Remove(role);
        }
    }

    private Unit? Best(RoleNode node)
    {
        var best = _lines.TryGetValue(node, out var own) ? own[0] : null;
        var bestRank = best is null ? default : new Rank(false, Rank.DominantShare(node.Usage, _capacity), 1);
        if (!_children.TryGetValue(node, out var children))
        {
            return best;
        }

        foreach (var child in children)
        {
            if (Best(child) is not { } unit)
            {
                continue;
            }

            var rank = new Rank(child.Covers(unit.Amount), Rank.DominantShare(child.Usage, _capacity), child.Quota.Weight);
            if (best is null || rank.Before(bestRank))
            {
                (best, bestRank) = (unit, rank);
            }
        }

        return best;
    }

    private void Link(RoleNode role)
    {
        for (var node = role; node.Parent is { } parent; node = parent)
        {
            if (!_children.TryGetValue(parent, out var children))
            {
                _children.Add(parent, children = new SortedSet<RoleNode>(ByName.Instance));
            }

            if (!children.Add(node))
            {
                return;
            }
        }
    }

    private sealed class ByName : IComparer<RoleNode>
    {
        public static readonly ByName Instance = new();

        public int Compare(RoleNode? x, RoleNode? y) => x!.Name.CompareTo(y!.Name);
    }
}
