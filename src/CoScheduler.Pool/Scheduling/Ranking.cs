using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// The order of some units, wherever they stand: as <see cref="Seat"/> has it. Ranks are those of the moment it is made; who changes
/// what roles use makes another.
/// </summary>
internal sealed class Ranking
{
    private readonly Amounts _capacity;
    private readonly Branch _root;

    public Ranking(RoleNode root, Amounts capacity, IEnumerable<Unit> units)
    {
        _capacity = capacity;
        var branches = new Dictionary<RoleNode, Branch>();
        _root = BranchOf(root, branches);
        foreach (var unit in units)
        {
            BranchOf(unit.Role!, branches).Line.Add(unit);
        }

        foreach (var branch in branches.Values)
        {
            // The next is taken from the end.
            branch.Line.Sort((a, b) => UnitOrder.Instance.Compare(b, a));
        }

        Settle(_root);
    }

    /// <summary>The unit that is next, or null if none is left; then it is dealt with.</summary>
    public Unit? Take() => _root.IsEmpty ? null : Take(_root);

    /// <summary>Those that are left, in no order.</summary>
    public IEnumerable<Unit> Left => Below(_root);

    private static IEnumerable<Unit> Below(Branch branch) => branch.Line.Concat(branch.Children.SelectMany(Below));

    private static Branch BranchOf(RoleNode role, Dictionary<RoleNode, Branch> branches)
    {
        if (branches.TryGetValue(role, out var known))
        {
            return known;
        }

        var branch = new Branch(role);
        branches.Add(role, branch);
        if (role.Parent is { } parent)
        {
            BranchOf(parent, branches).Children.Add(branch);
        }

        return branch;
    }

    private void Settle(Branch branch)
    {
        foreach (var child in branch.Children)
        {
            Settle(child);
            Rate(child);
        }

        branch.Order.UnionWith(branch.Children.Where(child => !child.IsEmpty));
        branch.OwnRank = new Rank(false, Rank.DominantShare(branch.Role.Usage, _capacity), 1);
        branch.Choose();
    }

    private Unit Take(Branch branch)
    {
        var unit = branch.Next!;
        if (branch.First is { } child)
        {
            branch.Order.Remove(child);
            Take(child);
            if (!child.IsEmpty)
            {
                Rate(child);
                branch.Order.Add(child);
            }
        }
        else
        {
            branch.Line.RemoveAt(branch.Line.Count - 1);
        }

        branch.Choose();
        return unit;
    }

    /// <summary>Where a role stands among its siblings: by the unit that is next in it.</summary>
    private void Rate(Branch branch)
    {
        if (branch.Next is { } unit)
        {
            branch.Rank = new Rank(branch.Role.Covers(unit.Amount), Rank.DominantShare(branch.Role.Usage, _capacity), branch.Role.Quota.Weight);
        }
    }

    /// <summary>A role, with what waits in it and below it.</summary>
    private sealed class Branch(RoleNode role)
    {
        public RoleNode Role { get; } = role;

        public List<Unit> Line { get; } = [];

        public List<Branch> Children { get; } = [];

        /// <summary>Those of the children in which somebody is left, by rank.</summary>
        public SortedSet<Branch> Order { get; } = new(ByRank.Instance);

        public Rank Rank { get; set; }

        public Rank OwnRank { get; set; }

        public Unit? Next { get; private set; }

        /// <summary>The child in which the next unit is; null if it is in the line of the role itself.</summary>
        public Branch? First { get; private set; }

        public bool IsEmpty => Line.Count == 0 && Order.Count == 0;

        public void Choose()
        {
            var own = Line.Count == 0 ? null : Line[^1];
            var top = Order.Min;
            First = top is not null && (own is null || top.Rank.Before(OwnRank)) ? top : null;
            Next = First is null ? own : First.Next;
        }
    }

    private sealed class ByRank : IComparer<Branch>
    {
        public static readonly ByRank Instance = new();

        public int Compare(Branch? x, Branch? y) => x!.Rank.Before(y!.Rank) ? -1 : y.Rank.Before(x.Rank) ? 1 : x.Role.Name.CompareTo(y.Role.Name);
    }
}
