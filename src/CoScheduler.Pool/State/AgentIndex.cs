using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>The indexes that find agents: by what is free, kind by kind, and by attribute.</summary>
internal sealed class AgentIndex(Dimensions dimensions)
{
    private static readonly string[] Plain = [ResourceVector.Cpus, ResourceVector.Memory, ResourceVector.Disk, ResourceVector.Ports];

    private readonly SortedDictionary<string, AgentKind> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, List<AgentEntry>>> _domains = new(StringComparer.Ordinal);
    private bool _offersIndexed;

    /// <summary>In the order of their names.</summary>
    public AgentKind[] Kinds { get; private set; } = [];

    /// <summary>An agent is gone.</summary>
    public void Remove(AgentEntry agent)
    {
        agent.Kind!.Agents[agent.Position] = null;
        Close(agent);
        ForgetDomains();
    }

    /// <summary>Agents by the value of an attribute (or by their id, as <see cref="LabelBook.Agent"/>), in order of values and of registering.</summary>
    public SortedDictionary<string, List<AgentEntry>> DomainsOf(string attribute)
    {
        if (_domains.TryGetValue(attribute, out var domains))
        {
            return domains;
        }

        domains = new SortedDictionary<string, List<AgentEntry>>(StringComparer.Ordinal);
        foreach (var agent in _kinds.Values.SelectMany(kind => kind.Agents).OfType<AgentEntry>().OrderBy(agent => agent.Order))
        {
            Add(domains, attribute, agent);
        }

        _domains.Add(attribute, domains);
        return domains;
    }

    /// <summary>An agent has come, the last of them.</summary>
    public void AddToDomains(AgentEntry agent)
    {
        Map++;
        foreach (var (attribute, domains) in _domains)
        {
            Add(domains, attribute, agent);
        }
    }

    private static void Add(SortedDictionary<string, List<AgentEntry>> domains, string attribute, AgentEntry agent)
    {
        if (LabelBook.DomainOf(agent, attribute) is not { } value)
        {
            return;
        }

        if (!domains.TryGetValue(value, out var agents))
        {
            domains.Add(value, agents = []);
        }

        agents.Add(agent);
    }

    /// <summary>Rises when the domains that there are may be others.</summary>
    public long Map { get; private set; }

    /// <summary>Agents came, went, or have other attributes.</summary>
    public void ForgetDomains()
    {
        _domains.Clear();
        Map++;
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
            foreach (var agent in _kinds.Values.SelectMany(known => known.Agents).OfType<AgentEntry>())
            {
                IndexOffers(agent);
            }
        }

        return kind.WithOffers;
    }

    /// <summary>There are no offers any more: what is free is all there is.</summary>
    public void ForgetOffers() => _offersIndexed = false;

    /// <summary>Brings the indexes up to date with an agent's room.</summary>
    public void Update(AgentEntry agent)
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

    /// <summary>Puts an agent into its kind. Positions follow the order of registering, so that a restored pool looks the same way.</summary>
    public void Place(AgentEntry agent)
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
                Kinds = [.. _kinds.Values];
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
            Update(inOrder[i]);
            if (inOrder[i].Presence != Presence.Lost)
            {
                kind.Total.Set(i, TotalOf(inOrder[i]));
            }
        }
    }

    private static void Close(AgentEntry agent)
    {
        agent.Kind!.Free.Close(agent.Position);
        agent.Kind.WithOffers.Close(agent.Position);
        agent.Kind.Total.Close(agent.Position);
    }
}
