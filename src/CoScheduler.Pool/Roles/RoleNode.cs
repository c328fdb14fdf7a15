using System.Collections.Immutable;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>A role in the tree, with what it and everything below it uses.</summary>
internal sealed class RoleNode
{
    private readonly List<RoleNode> _children = [];
    private readonly Dimensions _dimensions;
    private readonly KeepWatch _watch;
    private KeepSet? _keep;
    private bool _watched;
    private ResourceVector? _used;
    private ResourceVector? _leaving;
    private RoleNode[] _bounding = [];
    private long _turn;

    public RoleNode(Dimensions dimensions, KeepWatch watch, RoleName name, RoleQuota quota, RoleNode? parent)
    {
        (_dimensions, _watch, Name, Quota, Parent) = (dimensions, watch, name, quota, parent);
        Depth = parent is null ? 0 : parent.Depth + 1;
        Seats = [new Seat(this, DemandMode.Firm), new Seat(this, DemandMode.Open), new Seat(this, DemandMode.Spare)];
        parent?._children.Add(this);
    }

    public RoleName Name { get; }

    public RoleQuota Quota { get; }

    public RoleNode? Parent { get; }

    public int Depth { get; }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<RoleNode> Children { get; private set; } = [];

    /// <summary>What it is guaranteed: what it names, and of what it doesn't name what its children are guaranteed.</summary>
    public ResourceVector Guarantee => GuaranteeBound.Vector;

    public Bound GuaranteeBound { get; private set; } = Bound.Nothing;

    /// <summary>What it may use at most: its limit, and its guarantee with what it may borrow. Bounds what it names.</summary>
    public ResourceVector Cap => CapBound.Vector;

    public Bound CapBound { get; private set; } = Bound.Nothing;

    /// <summary>Whether this role, or one above it, is guaranteed anything: else none of it can ask for a guarantee.</summary>
    public bool AnyGuarantee { get; private set; }

    /// <summary>Whether a role beside this one, or beside one above it, keeps some of its unused guarantee to itself.</summary>
    public bool AnyUnlentBeside { get; private set; }

    /// <summary>How long its demand waits before it reclaims for its share, in milliseconds.</summary>
    public long ShareReclaimAfter { get; private set; }

    /// <summary>Changes whenever this role, or one above it that bounds or guarantees anything, uses more or less, or is to give more or less back.</summary>
    public long Turn
    {
        get
        {
            var sum = 0L;
            foreach (var node in _bounding)
            {
                sum += node._turn;
            }

            return sum;
        }
    }

    /// <summary>Allocated, offered and planned, here and below. Stuck allocations are not counted.</summary>
    public Amounts Usage { get; } = new();

    /// <summary>
    /// The part of <see cref="Usage"/> that spares take; null if there never were any. They are inside limits and outside shares and
    /// guarantees: what they take makes nobody have more than his share, or less than his guarantee.
    /// </summary>
    public Amounts? SpareUse { get; private set; }

    /// <summary>What allocations of its own, not its children's, take; spares not counted.</summary>
    public Amounts OwnUse { get; } = new();

    /// <summary>The part of <see cref="Usage"/> that is being asked back.</summary>
    public Amounts GoingAway { get; } = new();

    public ResourceVector Used => _used ??= _dimensions.VectorOf(Usage);

    public ResourceVector Leaving => _leaving ??= _dimensions.VectorOf(GoingAway);

    /// <summary>The lots of its own that have allocations, not its children's, in the order in which the guarantee covers them.</summary>
    public OrderedTree<Lot> Own { get; } = new(KeepOrder.Instance);

    /// <summary>Its own allocations, in that order.</summary>
    public IEnumerable<AllocationEntry> OwnAllocations => Own.SelectMany(lot => lot.Allocations);

    /// <summary>Applications of firm demand that run here or below: gangs, and classes without one. Empty if their number is not bounded.</summary>
    public ApplicationCount Applications { get; } = new();

    /// <summary>What its own lots take, by how they may be asked to go for others of it.</summary>
    public Standing Standing { get; } = new();

    /// <summary>What each user has here, if demands here name users.</summary>
    public UserBook Users { get; } = new();

    /// <summary>Where its waiting units stand, by mode.</summary>
    public Seat[] Seats { get; }

    /// <summary>The units that a bound of this role keeps from being placed.</summary>
    public List<Unit> BlockedHere { get; } = [];

    /// <summary>The units in line that may be given more once this role uses less.</summary>
    public List<Unit> WatchedHere { get; } = [];

    /// <summary>Whether it uses less than when it was last looked at.</summary>
    public bool Eased { get; set; }

    /// <summary>What it wants and is due, as last computed.</summary>
    public RoleShares Shares { get; } = new();

    /// <summary>Outstanding offers in this role, not its children's, by number.</summary>
    public LinkedByNumber<OfferEntry> OfferedHere { get; } = new(Lane.Role);

    /// <summary>Agents that keep something for this role, in the order of their numbers.</summary>
    public SortedSet<long> ReservedOn { get; } = [];

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

    /// <summary>
    /// The same for a search that remembers what it found: what goes out of it from now on is told to <see cref="KeepWatch"/>. Who only
    /// looks, as a picture does, leaves no trace in what is decided.
    /// </summary>
    public KeepSet WatchKeep()
    {
        _watched = true;
        return Keep;
    }

    /// <summary>Nobody remembers what he found in <see cref="WatchKeep"/>.</summary>
    public void Unwatch() => _watched = false;

    public bool IsInside(RoleNode role)
    {
        var node = this;
        while (node is not null && node.Depth > role.Depth)
        {
            node = node.Parent;
        }

        return node == role;
    }

    /// <summary>Settles what follows from the children's quotas; children first.</summary>
    public void Settle()
    {
        Children = [.. _children];
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

        GuaranteeBound = new Bound(_dimensions, guarantee);
        CapBound = new Bound(_dimensions, Bounds.Cap(guarantee, Quota));
    }

    /// <summary>Settles what follows from the roles above; parents first.</summary>
    public void SettleDown()
    {
        AnyGuarantee = Parent is not null && (!Guarantee.IsZero || Parent.AnyGuarantee);
        AnyUnlentBeside = Parent is not null && (Parent.AnyUnlentBeside || Parent._children.Exists(sibling => sibling != this && sibling.Quota.Lend is not null));
        ShareReclaimAfter = Bounds.ShareReclaimAfter(this);
        _bounding = [.. Path.Where(node => node == this || !node.CapBound.Slots.IsEmpty || !node.GuaranteeBound.Slots.IsEmpty)];
        _children.ForEach(child => child.SettleDown());
    }

    public void Use(Need amount, bool isSpare = false)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Usage.Add(amount);
            node.UseSpare(amount, isSpare, 1);
            node.Changed();
        }
    }

    public void Release(Need amount, bool isSpare = false)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Usage.Subtract(amount);
            node.UseSpare(amount, isSpare, -1);
            node.Eased = true;
            node.Changed();
        }
    }

    /// <summary>Uses or releases for a trial that is undone: nobody is told.</summary>
    public void Try(Need amount, bool isSpare, int sign)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            if (sign > 0)
            {
                node.Usage.Add(amount);
            }
            else
            {
                node.Usage.Subtract(amount);
            }

            node.UseSpare(amount, isSpare, sign);
            node._used = null;
            Array.ForEach(node.Seats, seat => seat.MarkStale());
        }
    }

    public void Leave(Need amount)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.GoingAway.Add(amount);
            node._turn++;
            node._leaving = null;
            node.ForgetOwnKeep();
        }
    }

    public void Left(Need amount)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.GoingAway.Subtract(amount);
            node._turn++;
            node._leaving = null;
            node.ForgetOwnKeep();
        }
    }

    /// <summary>Whether one more of an amount is inside the guarantee here.</summary>
    public bool Covers(Need amount) => amount.Touches(GuaranteeBound) && GuaranteeBound.Leaves(Usage, amount, SpareUse);

    /// <summary>Whether one more of an amount is inside the guarantee here or above; the root is guaranteed nothing, for it is beside nobody.</summary>
    public bool CoversOnPath(Need amount)
    {
        for (var node = AnyGuarantee ? this : null; node is { Parent: not null }; node = node.Parent)
        {
            if (node.Covers(amount))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>At which depths one more of an amount is inside the guarantee, here and above: a bit each.</summary>
    public int CoveredAt(Need amount)
    {
        var depths = 0;
        for (var node = AnyGuarantee ? this : null; node is { Parent: not null }; node = node.Parent)
        {
            depths |= node.Covers(amount) ? 1 << node.Depth : 0;
        }

        return depths;
    }

    /// <summary>What it and those above it want and are due is to be computed anew.</summary>
    public void MarkSharesStale()
    {
        for (var node = this; node is { Shares.Stale: false }; node = node.Parent)
        {
            node.Shares.Stale = true;
        }
    }

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

    private void UseSpare(Need amount, bool isSpare, int sign)
    {
        if (!isSpare)
        {
            return;
        }

        SpareUse ??= new Amounts();
        if (sign > 0)
        {
            SpareUse.Add(amount);
        }
        else
        {
            SpareUse.Subtract(amount);
        }
    }

    private void ForgetOwnKeep()
    {
        _watch.Forget(this, _watched ? _keep : null);
        (_keep, _watched) = (null, false);
    }

    private void Changed()
    {
        _turn++;
        _used = null;
        ForgetOwnKeep();
        Shares.Stale = true;
        Seats[0].MarkStale();
        Seats[1].MarkStale();
        Seats[2].MarkStale();
    }
}
