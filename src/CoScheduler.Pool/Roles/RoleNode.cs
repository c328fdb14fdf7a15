using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>A role in the tree, with what it and everything below it uses.</summary>
internal sealed class RoleNode
{
    private readonly List<RoleNode> _children = [];
    private KeepSet? _keep;

    public RoleNode(RoleName name, RoleQuota quota, RoleNode? parent)
    {
        (Name, Quota, Parent) = (name, quota, parent);
        Depth = parent is null ? 0 : parent.Depth + 1;
        parent?._children.Add(this);
    }

    public RoleName Name { get; }

    public RoleQuota Quota { get; }

    public RoleNode? Parent { get; }

    public int Depth { get; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<RoleNode> Children => _children;

    /// <summary>What it is guaranteed: what it names, and of what it doesn't name what its children are guaranteed.</summary>
    public ResourceVector Guarantee { get; private set; } = ResourceVector.Empty;

    /// <summary>What it may use at most: its limit, and its guarantee with what it may borrow. Bounds what it names.</summary>
    public ResourceVector Cap { get; private set; } = ResourceVector.Empty;

    /// <summary>Allocated, offered and planned, here and below. Stuck allocations are not counted.</summary>
    public ResourceVector Used { get; private set; } = ResourceVector.Empty;

    /// <summary>The part of <see cref="Used"/> that is being asked back.</summary>
    public ResourceVector Leaving { get; private set; } = ResourceVector.Empty;

    /// <summary>Its own allocations, not its children's, in the order in which the guarantee covers them.</summary>
    public SortedSet<AllocationEntry> Own { get; } = new(KeepOrder.Instance);

    /// <summary>Everything below, this role included.</summary>
    public IEnumerable<RoleNode> Subtree
    {
        get
        {
            yield return this;
            foreach (var child in _children)
            {
                foreach (var node in child.Subtree)
                {
                    yield return node;
                }
            }
        }
    }

    /// <summary>This role and all above it, the root last.</summary>
    public IEnumerable<RoleNode> Path
    {
        get
        {
            for (var node = this; node is not null; node = node.Parent)
            {
                yield return node;
            }
        }
    }

    public KeepSet Keep => _keep ??= KeepSet.Of(this);

    /// <summary>Settles what follows from the children's quotas; children first.</summary>
    public void Settle()
    {
        var below = ResourceVector.Empty;
        foreach (var child in _children)
        {
            child.Settle();
            below = below.Plus(child.Guarantee);
        }

        var guarantee = Quota.Guarantee.Counted();
        foreach (var (name, amount) in below.Amounts)
        {
            guarantee = guarantee.Names(name) ? guarantee : guarantee.With(name, amount);
        }

        Guarantee = guarantee;
        Cap = Bounds.Cap(guarantee, Quota);
    }

    public void Use(ResourceVector amount)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Used = node.Used.Plus(amount);
        }
    }

    public void Release(ResourceVector amount)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Used = node.Used.Minus(amount);
        }
    }

    public void Leave(ResourceVector amount)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Leaving = node.Leaving.Plus(amount);
        }
    }

    public void Left(ResourceVector amount)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Leaving = node.Leaving.Minus(amount);
        }
    }

    public void ForgetKeep()
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node._keep = null;
        }
    }

    /// <summary>Whether one more of an amount is inside the guarantee here.</summary>
    public bool Covers(ResourceVector amount) => amount.Touches(Guarantee) && Used.Plus(amount).StaysWithin(Guarantee);

    /// <summary>This role's ancestor at a depth.</summary>
    public RoleNode AncestorAt(int depth)
    {
        var node = this;
        while (node.Depth > depth)
        {
            node = node.Parent!;
        }

        return node;
    }
}
