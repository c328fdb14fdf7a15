using System.Diagnostics.CodeAnalysis;
using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>Every agent, with the indexes that find room. All that changes an agent's room goes through here.</summary>
internal sealed class AgentTable(Dimensions dimensions, ClaimLog claims)
{
    private readonly SortedDictionary<string, AgentEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentEntry> _found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, AgentEntry> _byOrder = [];

    public int Count => _byId.Count;

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<AgentEntry> Values => _byId.Values;

    /// <summary>In the order in which they registered.</summary>
    public IEnumerable<AgentEntry> InOrder => _byOrder.Values;

    /// <summary>What finds room.</summary>
    public AgentIndex Index { get; } = new(dimensions);

    /// <summary>What is free on agents that take tasks; what one owes does not lessen what another has.</summary>
    public Amounts FreeSum { get; } = new();

    /// <summary>What all agents have that are known, whatever their state.</summary>
    public Amounts TotalSum { get; } = new();

    /// <summary>What all agents have that are not lost.</summary>
    public Amounts NotLostSum { get; } = new();

    /// <summary>What all agents have that are there.</summary>
    public Amounts HereSum { get; } = new();

    /// <summary>How many are not lost.</summary>
    public int NotLost { get; private set; }

    /// <summary>What all agents can do for shares: those that take tasks with all they have, others with what runs there.</summary>
    public Amounts Capacity { get; } = new();

    /// <summary>Agents with more room than when a round last looked.</summary>
    public List<AgentEntry> Freed { get; private set; } = [];

    /// <summary>Those that a round looks at: with more room than when the round before began.</summary>
    public List<AgentEntry> Looking { get; private set; } = [];

    /// <summary>Rises whenever an agent has more room.</summary>
    public long Easings { get; private set; }

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
        Index.Remove(agent);
        _byId.Remove(agent.Id.Value);
        _found.Remove(agent.Id.Value);
        _byOrder.Remove(agent.Order);

        // Among those that came free it is still named.
        agent.Presence = Presence.Lost;
    }

    /// <summary>Changes what an agent is (its total, its state), with all sums and indexes.</summary>
    public void Change(AgentEntry agent, Action<AgentEntry> change)
    {
        if (agent.Kind is not null)
        {
            Tally(agent, -1);
        }

        change(agent);
        Index.Place(agent);
        Tally(agent, 1);
        Index.Update(agent);
        MarkFreed(agent);
        agent.Plans.ForEach(plan => plan.Stirred = true);
        claims.Add(agent);
    }

    /// <summary>Takes from an agent's room, or gives back.</summary>
    public void Move(AgentEntry agent, Need need, int sign, bool quiet = false)
    {
        if (agent.Schedulable)
        {
            MoveFreeSum(agent, need, sign);
        }

        agent.Move(need, sign);
        Index.Update(agent);
        if (quiet)
        {
            return;
        }

        claims.Add(agent);
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
        var total = dimensions.NeedOf(agent.Total.Counted());
        Add(TotalSum, total, sign);
        if (agent.Presence != Presence.Lost)
        {
            NotLost += sign;
            Add(NotLostSum, total, sign);
        }

        if (agent.Presence == Presence.Here)
        {
            Add(HereSum, total, sign);
        }

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
}
