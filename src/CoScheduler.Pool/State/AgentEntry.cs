using System.Collections.Immutable;
using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>Whether an agent is there.</summary>
internal enum Presence
{
    Here,
    Away,
    Lost,
}

/// <summary>An agent, and who has what on it.</summary>
internal sealed class AgentEntry
{
    private readonly Dimensions _dimensions;
    private Need _free = Need.None;
    private bool _freeIsKnown;

    public AgentEntry(Dimensions dimensions, AgentId id, long order) => (_dimensions, Id, Order) = (dimensions, id, order);

    public AgentId Id { get; }

    /// <summary>The how manieth agent it was to register: the order in which places are looked for.</summary>
    public long Order { get; }

    public ResourceVector Total { get; private set; } = ResourceVector.Empty;

    public ImmutableSortedDictionary<string, string> Attributes { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<Taint> Taints { get; set; } = [];

    public Presence Presence { get; set; }

    public bool Cordoned { get; set; }

    public bool Draining { get; set; }

    public PoolTime? DrainDeadline { get; set; }

    /// <summary>What somebody uses here who is no framework of ours.</summary>
    public ResourceVector Foreign { get; private set; } = ResourceVector.Empty;

    /// <summary>What is kept for roles, by the role's path.</summary>
    public SortedDictionary<string, ReservationEntry> Reservations { get; } = new(StringComparer.Ordinal);

    /// <summary>What nobody has; below 0 where it has less than it owes.</summary>
    public Amounts Room { get; } = new();

    /// <summary>What is in offers that may be taken back.</summary>
    public Amounts Rescindable { get; } = new();

    /// <summary>What is on its way out and will come free by itself; what is stuck is not.</summary>
    public Amounts Leaving { get; } = new();

    /// <summary>What plans that asked others back still wait for.</summary>
    public Amounts Outstanding { get; } = new();

    public Amounts AllocatedAmounts { get; } = new();

    /// <summary>All that has ports by name here: allocations, offers, plans.</summary>
    public PortRanges? PortsTaken { get; private set; }

    public LinkedByNumber<AllocationEntry> Allocations { get; } = new(Lane.Agent);

    public LinkedByNumber<OfferEntry> Offers { get; } = new(Lane.Agent);

    /// <summary>The demands of which this agent shows that they could be met, in no order; only <see cref="HostBook"/> changes it.</summary>
    public List<DemandEntry> HostOf { get; } = new(0);

    /// <summary>The plans that name this agent, the oldest first.</summary>
    public List<PlanEntry> Plans { get; } = [];

    /// <summary>Where it stands in the index of its kind; only <see cref="AgentTable"/> sets them.</summary>
    public AgentKind? Kind { get; set; }

    public int Position { get; set; }

    /// <summary>Whether it has more room since the last round looked.</summary>
    public bool Freed { get; set; }

    /// <summary>Whether the last picture of it is old.</summary>
    public bool Touched { get; set; }

    public ResourceVector Allocated => _dimensions.VectorOf(AllocatedAmounts, AllocatedPorts);

    public ResourceVector Offered => Sum(OfferedAmounts, OfferedPorts);

    public ResourceVector Held => Sum(HeldAmounts, HeldPorts);

    public Amounts OfferedAmounts { get; } = new();

    public Amounts HeldAmounts { get; } = new();

    public PortRanges? AllocatedPorts { get; private set; }

    public PortRanges? OfferedPorts { get; private set; }

    public PortRanges? HeldPorts { get; private set; }

    /// <summary>What nobody has, reserved parts not counted.</summary>
    public ResourceVector Free => FreeNeed.Vector;

    /// <summary>The same, by slot. Whoever gives back all that it took leaves what was there before.</summary>
    public Need FreeNeed
    {
        get
        {
            if (!_freeIsKnown)
            {
                _free = Total.NamedPorts is null && _free.IsAllOf(Room) ? _free : _dimensions.NeedOf(_dimensions.VectorOf(Room, FreePorts));
                _freeIsKnown = true;
            }

            return _free;
        }
    }

    public PortRanges? FreePorts => Total.NamedPorts is { } all ? PortsTaken is { } taken ? all.Except(taken) : all : null;

    public ResourceVector Deficit
    {
        get
        {
            var deficit = new Amounts();
            for (var slot = 0; slot < Room.Values.Length; slot++)
            {
                deficit[slot] = Math.Max(0, -Room[slot]);
            }

            return _dimensions.VectorOf(deficit);
        }
    }

    public bool HasDeficit
    {
        get
        {
            foreach (var value in Room.Values)
            {
                if (value < 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public bool Schedulable => Presence == Presence.Here && !Cordoned && !Draining;

    public AgentState State => Presence switch
    {
        Presence.Lost => AgentState.Lost,
        Presence.Away => AgentState.Away,
        _ => Draining ? AgentState.Draining : Cordoned ? AgentState.Cordoned : AgentState.Active,
    };

    /// <summary>Sets what it has, and counts its room anew.</summary>
    public void Resize(ResourceVector total, ResourceVector foreign)
    {
        (Total, Foreign, _freeIsKnown) = (total, foreign, false);
        Room.Clear();
        Room.Add(_dimensions.NeedOf(total));
        Room.Subtract(_dimensions.NeedOf(foreign));
        Room.Subtract(AllocatedAmounts);
        Room.Subtract(OfferedAmounts);
        Room.Subtract(HeldAmounts);
        foreach (var reservation in Reservations.Values)
        {
            Room.Subtract(reservation.Unused);
        }
    }

    /// <summary>Takes from its room, or gives back: only <see cref="AgentTable"/> calls it, which keeps its index true.</summary>
    public void Move(Need need, int sign)
    {
        if (sign < 0)
        {
            Room.Subtract(need);
        }
        else
        {
            Room.Add(need);
        }

        _freeIsKnown = false;
        if (need.NamedPorts is { } ports)
        {
            PortsTaken = With(PortsTaken, ports, -sign);
        }
    }

    public void Allocate(AllocationEntry allocation, int sign)
    {
        Count(AllocatedAmounts, allocation.Need, sign);
        AllocatedPorts = With(AllocatedPorts, allocation.Need.NamedPorts, sign);
    }

    public void Offer(OfferEntry offer, int sign)
    {
        Count(OfferedAmounts, offer.Need, sign);
        if (!offer.AfterReclaim)
        {
            Count(Rescindable, offer.Need, sign);
        }

        OfferedPorts = With(OfferedPorts, offer.Need.NamedPorts, sign);
    }

    public void Hold(Need need, int sign)
    {
        Count(HeldAmounts, need, sign);
        HeldPorts = With(HeldPorts, need.NamedPorts, sign);
    }

    private static void Count(Amounts amounts, Need need, int sign)
    {
        if (sign > 0)
        {
            amounts.Add(need);
        }
        else
        {
            amounts.Subtract(need);
        }
    }

    private static PortRanges? With(PortRanges? taken, PortRanges? ports, int sign)
    {
        if (ports is null)
        {
            return taken;
        }

        var changed = sign > 0 ? taken?.Union(ports) ?? ports : taken?.Except(ports);
        return changed is { Count: > 0 } ? changed : null;
    }

    private ResourceVector Sum(Amounts amounts, PortRanges? ports) => amounts.AllZero ? ResourceVector.Empty : _dimensions.VectorOf(amounts, ports);
}

/// <summary>What of an agent is kept for a role and those below it.</summary>
internal sealed class ReservationEntry
{
    /// <summary>Said by the agent itself, each time it registers.</summary>
    public ResourceVector Static { get; set; } = ResourceVector.Empty;

    /// <summary>Said by an operator.</summary>
    public ResourceVector Dynamic { get; set; } = ResourceVector.Empty;

    public ResourceVector Total => Static.Plus(Dynamic);

    /// <summary>The part that no allocation uses.</summary>
    public Amounts Unused { get; } = new();

    /// <summary>The part that allocations use.</summary>
    public Amounts Used { get; } = new();
}
