using System.Diagnostics.CodeAnalysis;
using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>Every agent, with the indexes that find room. All that changes an agent's room goes through here.</summary>
internal sealed class AgentTable(Dimensions dimensions)
{
    private static readonly string[] Plain = [ResourceVector.Cpus, ResourceVector.Memory, ResourceVector.Disk, ResourceVector.Ports];

    private readonly SortedDictionary<string, AgentEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentEntry> _found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AgentKind> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, AgentEntry> _byOrder = [];

    private readonly Dictionary<string, SortedDictionary<string, List<AgentEntry>>> _domains = new(StringComparer.Ordinal);
    private bool _offersIndexed;

    public int Count => _byId.Count;

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<AgentEntry> Values => _byId.Values;

    /// <summary>In the order in which they registered.</summary>
    public IEnumerable<AgentEntry> InOrder => _byOrder.Values;

    public IEnumerable<AgentKind> Kinds => _kinds.Values;

    /// <summary>What is free on agents that take tasks; what one owes does not lessen what another has.</summary>
    public Amounts FreeSum { get; } = new();

    /// <summary>What all agents can do for shares: those that take tasks with all they have, others with what runs there.</summary>
    public Amounts Capacity { get; } = new();

    /// <summary>Agents with more room than when a round last looked.</summary>
    public List<AgentEntry> Freed { get; private set; } = [];

    /// <summary>Those that a round looks at: with more room than when the round before began.</summary>
    public List<AgentEntry> Looking { get; private set; } = [];

    /// <summary>Rises whenever an agent has more room.</summary>
    public long Easings { get; private set; }

    /// <summary>Agents by the value of an attribute (or by their id, as <see cref="LabelBook.Agent"/>), in order of values and of registering.</summary>
    public SortedDictionary<string, List<AgentEntry>> DomainsOf(string attribute)
    {
        if (_domains.TryGetValue(attribute, out var domains))
        {
            return domains;
        }

        domains = new SortedDictionary<string, List<AgentEntry>>(StringComparer.Ordinal);
        foreach (var agent in _byOrder.Values)
        {
            if (LabelBook.DomainOf(agent, attribute) is { } value)
            {
                if (!domains.TryGetValue(value, out var agents))
                {
                    domains.Add(value, agents = []);
                }

                agents.Add(agent);
            }
        }

        _domains.Add(attribute, domains);
        return domains;
    }

    /// <summary>Agents came, went, or have other attributes.</summary>
    public void ForgetDomains() => _domains.Clear();

    public AgentEntry this[AgentId id] => _found[id.Value];

    public AgentEntry this[string id] => _found[id];

    public bool TryGetValue(string id, [NotNullWhen(true)] out AgentEntry? agent) => _found.TryGetValue(id, out agent);

    public AgentEntry? Find(AgentId id) => id.Value is null ? null : _found.GetValueOrDefault(id.Value);

    public bool Contains(string id) => _found.ContainsKey(id);

    public AgentEntry? FindByOrder(long order) => _byOrder.GetValueOrDefault(order);

    public AgentEntry Add(AgentId id, long order)
    {
        var agent = new AgentEntry(dimensions, id, order);
        _byId.Add(id.Value, agent);
        _found.Add(id.Value, agent);
        _byOrder.Add(order, agent);
        return agent;
    }

    public void Remove(AgentEntry agent)
    {
        Change(agent, _ => { });
        Tally(agent, -1);
        agent.Kind!.Agents[agent.Position] = null;
        Close(agent);
        _byId.Remove(agent.Id.Value);
        _found.Remove(agent.Id.Value);
        _byOrder.Remove(agent.Order);
    }

    /// <summary>Changes what an agent is (its total, its state), with all sums and indexes.</summary>
    public void Change(AgentEntry agent, Action<AgentEntry> change)
    {
        if (agent.Kind is not null)
        {
            Tally(agent, -1);
        }

        change(agent);
        Place(agent);
        Tally(agent, 1);
        Index(agent);
        MarkFreed(agent);
        agent.Plans.ForEach(plan => plan.Stirred = true);
    }

    /// <summary>Takes from an agent's room, or gives back.</summary>
    public void Move(AgentEntry agent, Need need, int sign, bool quiet = false)
    {
        if (agent.Schedulable)
        {
            MoveFreeSum(agent, need, sign);
        }

        agent.Move(need, sign);
        Index(agent);
        if (quiet)
        {
            return;
        }

        agent.Plans.ForEach(plan => plan.Stirred = true);
        if (sign > 0)
        {
            MarkFreed(agent);
        }
    }

    /// <summary>Counts an allocation on its agent that makes capacity where nothing new starts.</summary>
    public void CountAllocated(AgentEntry agent, Need need, int sign)
    {
        if (agent.Schedulable || agent.Presence == Presence.Lost)
        {
            return;
        }

        Add(Capacity, need, sign);
    }

    public void MarkFreed(AgentEntry agent)
    {
        Easings++;
        if (!agent.Freed)
        {
            agent.Freed = true;
            Freed.Add(agent);
        }
    }

    /// <summary>A round begins: it looks at what came free before it, and the next one at what comes free from now on.</summary>
    public void BeginLook()
    {
        Freed.ForEach(agent => agent.Freed = false);
        Looking.Clear();
        (Looking, Freed) = (Freed, Looking);
    }

    /// <summary>
    /// The index of a kind by what is free, or by what is free and what is in offers that may be taken back. The second is kept
    /// up to date only while there are offers and somebody looks.
    /// </summary>
    public Placement.FitTree IndexOf(AgentKind kind, bool withOffers)
    {
        if (!withOffers)
        {
            return kind.Free;
        }

        if (!_offersIndexed)
        {
            _offersIndexed = true;
            foreach (var agent in _byOrder.Values)
            {
                IndexOffers(agent);
            }
        }

        return kind.WithOffers;
    }

    /// <summary>There are no offers any more: what is free is all there is.</summary>
    public void ForgetOffers() => _offersIndexed = false;

    /// <summary>Brings the indexes up to date with an agent's room.</summary>
    public void Index(AgentEntry agent)
    {
        if (agent.Schedulable)
        {
            agent.Kind!.Free.Set(agent.Position, agent.Room);
        }
        else
        {
            agent.Kind!.Free.Close(agent.Position);
        }

        if (_offersIndexed)
        {
            IndexOffers(agent);
        }
    }

    private static void IndexOffers(AgentEntry agent)
    {
        if (agent.Schedulable)
        {
            agent.Kind!.WithOffers.Set(agent.Position, agent.Room, agent.Rescindable);
        }
        else
        {
            agent.Kind!.WithOffers.Close(agent.Position);
        }
    }

    private static void Add(Amounts amounts, Need need, int sign)
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

    private static void Close(AgentEntry agent)
    {
        agent.Kind!.Free.Close(agent.Position);
        agent.Kind.WithOffers.Close(agent.Position);
        agent.Kind.Total.Close(agent.Position);
    }

    private void MoveFreeSum(AgentEntry agent, Need need, int sign)
    {
        var slots = need.Slots;
        var values = need.Values;
        for (var i = 0; i < slots.Length; i++)
        {
            var before = agent.Room[slots[i]];
            FreeSum[slots[i]] += Math.Max(0, before + (sign * values[i])) - Math.Max(0, before);
        }
    }

    /// <summary>Adds an agent to the sums, or takes it out.</summary>
    private void Tally(AgentEntry agent, int sign)
    {
        if (agent.Schedulable)
        {
            for (var slot = 0; slot < agent.Room.Values.Length; slot++)
            {
                FreeSum[slot] += sign * Math.Max(0, agent.Room[slot]);
            }

            Add(Capacity, dimensions.NeedOf(agent.Total.Minus(agent.Foreign).Counted()), sign);
        }
        else if (agent.Presence != Presence.Lost)
        {
            if (sign > 0)
            {
                Capacity.Add(agent.AllocatedAmounts);
            }
            else
            {
                Capacity.Subtract(agent.AllocatedAmounts);
            }
        }
    }

    /// <summary>Puts an agent into its kind. Positions follow the order of registering, so that a restored pool looks the same way.</summary>
    private void Place(AgentEntry agent)
    {
        var scarce = agent.Total.Amounts.Where(amount => amount.Value > 0 && !Plain.Contains(amount.Key, StringComparer.Ordinal)).Select(amount => amount.Key).ToList();
        var name = string.Join(',', scarce);
        if (agent.Kind?.Name != name)
        {
            if (agent.Kind is { } old)
            {
                Close(agent);
                old.Agents[agent.Position] = null;
            }

            if (!_kinds.TryGetValue(name, out var kind))
            {
                _kinds.Add(name, kind = new AgentKind(name, [.. scarce.Select(dimensions.SlotOf)]));
            }

            Insert(kind, agent);
        }

        if (agent.Presence == Presence.Lost)
        {
            agent.Kind!.Total.Close(agent.Position);
        }
        else
        {
            agent.Kind!.Total.Set(agent.Position, TotalOf(agent));
        }
    }

    private Amounts TotalOf(AgentEntry agent)
    {
        var total = new Amounts();
        total.Add(dimensions.NeedOf(agent.Total.Minus(agent.Foreign)));
        return total;
    }

    private void Insert(AgentKind kind, AgentEntry agent)
    {
        agent.Kind = kind;
        if (kind.Agents.LastOrDefault(known => known is not null) is not { } last || last.Order < agent.Order)
        {
            agent.Position = kind.Free.Append();
            _ = kind.WithOffers.Append();
            _ = kind.Total.Append();
            kind.Agents.Add(agent);
            return;
        }

        var inOrder = kind.Agents.OfType<AgentEntry>().Append(agent).OrderBy(known => known.Order).ToList();
        kind.Agents.Clear();
        kind.Agents.AddRange(inOrder);
        kind.Free.Reset(inOrder.Count);
        kind.WithOffers.Reset(inOrder.Count);
        kind.Total.Reset(inOrder.Count);
        for (var i = 0; i < inOrder.Count; i++)
        {
            inOrder[i].Position = i;
            Index(inOrder[i]);
            if (inOrder[i].Presence != Presence.Lost)
            {
                kind.Total.Set(i, TotalOf(inOrder[i]));
            }
        }
    }
}
