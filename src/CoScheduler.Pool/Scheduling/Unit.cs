using System.Collections.Immutable;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What starts whole or not at all: one allocation of a demand, or all that a gang misses.</summary>
internal sealed class Unit : Ordered<Unit>
{
    private ImmutableArray<DemandEntry> _classes = [];
    private ImmutableArray<DemandEntry> _members = [];

    /// <summary>The name of the gang; null for a demand by itself.</summary>
    public string? Gang { get; init; }

    public bool IsGang => Gang is not null;

    /// <summary>Every class of it, the oldest first.</summary>
    public ImmutableArray<DemandEntry> Classes => _classes;

    /// <summary>The classes that miss something, the oldest first; as of <see cref="Gather"/>.</summary>
    public ImmutableArray<DemandEntry> Members => _members;

    public DemandEntry Head => _members[0];

    public DemandMode Mode => _classes[0].Terms.Mode;

    /// <summary>The role it stands in the line of; null while it stands in none.</summary>
    public RoleNode? Role { get; set; }

    /// <summary>All of it.</summary>
    public Need Amount { get; private set; } = Need.None;

    public int Priority { get; private set; }

    public long Since { get; private set; }

    public long Order { get; private set; }

    public string? User => _members[0].Terms.User;

    /// <summary>Whether it stands in its role's line.</summary>
    public bool InLine { get; set; }

    /// <summary>Whether it is to be looked at whatever came free: not so if it was looked at and nothing had room.</summary>
    public bool Ready { get; set; }

    /// <summary>The role whose bound keeps it from being placed, while it stands in no line.</summary>
    public RoleNode? BlockedAt { get; set; }

    /// <summary>The role that has to use less for it to be given more, while it stands in line for what comes free; null if there is none.</summary>
    public RoleNode? Watched { get; set; }

    /// <summary>
    /// Whether it is ready because of what it watched alone. Who watches is no part of the state, so that looking at it again in vain must
    /// leave no trace.
    /// </summary>
    public bool OnTheWatch { get; set; }

    /// <summary>Its place among all that wait; -1 if it does not.</summary>
    public int WaitingIndex { get; set; } = -1;

    /// <summary>Its place among those that may come to ask others back; -1 if it is none of them.</summary>
    public int ClaimantIndex { get; set; } = -1;

    /// <summary>Those among them that it was last found to be like; null before.</summary>
    public UnitGroup? Group { get; set; }

    /// <summary>Whether it is one of <see cref="Group"/> now.</summary>
    public bool InGroup { get; set; }

    /// <summary>That it <see cref="MindsOthers"/>, while it waits.</summary>
    public bool Particular { get; set; }

    /// <summary>That it asked others back in vain; null if it did not, or has changed since.</summary>
    public Reclaim.ClaimMemo? Claimed { get; set; }

    /// <summary>When a victim that was only too young is old enough.</summary>
    public PoolTime? NextOldEnough { get; set; }

    /// <summary>How many of each member are to be placed, those with most memory first.</summary>
    public IEnumerable<(DemandEntry Demand, int Count)> Parts => PartsBy(1, 0);

    /// <summary>The same, those with most processors first: another way to pack several shapes.</summary>
    public IEnumerable<(DemandEntry Demand, int Count)> PartsByProcessors => PartsBy(0, 1);

    private IEnumerable<(DemandEntry Demand, int Count)> PartsBy(int slot, int next) =>
        IsGang
            ? _members
                .Select(member => (member, member.Missing))
                .OrderByDescending(part => part.member.Need[slot])
                .ThenByDescending(part => part.member.Need[next])
                .ThenBy(part => part.member.Order)
            : [(_members[0], 1)];

    /// <summary>Whether it minds who else is where, or others may mind it.</summary>
    public bool MindsOthers()
    {
        foreach (var member in _members)
        {
            if (member.Terms is { Affinity.IsEmpty: false } or { Spread.IsEmpty: false } or { Labels.IsEmpty: false })
            {
                return true;
            }
        }

        return false;
    }

    public void Add(DemandEntry demand) => _classes = _classes.IsEmpty ? [demand] : _classes.Add(demand).Sort((a, b) => a.Order.CompareTo(b.Order));

    public void Remove(DemandEntry demand) => _classes = _classes.Remove(demand);

    /// <summary>Takes stock of what it misses. It must stand in no line meanwhile, for its place there may change.</summary>
    public bool Gather(Dimensions dimensions)
    {
        if (!IsGang)
        {
            return GatherOne(_classes[0]);
        }

        _members = [.. _classes.Where(member => member.Missing > 0)];
        if (_members.Length == 0)
        {
            return false;
        }

        var amount = _members.Aggregate(ResourceVector.Empty, (sum, member) => sum.Plus(member.Terms.Shape.Counted().Times(member.Missing)));
        (Amount, Priority) = (dimensions.NeedOf(amount), _members.Max(member => member.Terms.Priority));
        (Since, Order) = (Head.Since?.Milliseconds ?? 0, Head.Order);
        return true;
    }

    private bool GatherOne(DemandEntry demand)
    {
        if (_members.Length == 0)
        {
            _members = _classes;
        }

        (Amount, Priority, Since, Order) = (demand.Need, demand.Terms.Priority, demand.Since?.Milliseconds ?? 0, demand.Order);
        return demand.Missing > 0;
    }
}

/// <summary>In a role: priority, then who has waited longest, then the oldest.</summary>
internal sealed class UnitOrder : IComparer<Unit>
{
    public static readonly UnitOrder Instance = new();

    public int Compare(Unit? x, Unit? y)
    {
        var order = y!.Priority.CompareTo(x!.Priority);
        order = order != 0 ? order : x.Since.CompareTo(y.Since);
        return order != 0 ? order : x.Order.CompareTo(y.Order);
    }
}
