using System.Collections.Immutable;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.State;

/// <summary>A place that is being made.</summary>
internal sealed class PlanEntry
{
    private readonly SortedDictionary<string, ResourceVector> _needs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceVector> _outstanding;

    public PlanEntry(PlanId id, PlanKind kind, ImmutableArray<PlanItem> items, ImmutableArray<AllocationId> victims, PoolTime until)
    {
        (Id, Kind, Items, Victims, Until) = (id, kind, items, victims, until);
        foreach (var item in items)
        {
            _needs[item.Agent.Value] = _needs.GetValueOrDefault(item.Agent.Value, ResourceVector.Empty).Plus(item.Resources);
        }

        _outstanding = new Dictionary<string, ResourceVector>(_needs, StringComparer.Ordinal);
        Agents = [.. _needs.Keys.Select(agent => new AgentId(agent))];
        Unfed = _needs.Count;
        Demands = [.. items.Select(item => new DemandKey(item.Framework, item.Class)).Distinct()];
    }

    public PlanId Id { get; }

    public PlanKind Kind { get; }

    public ImmutableArray<PlanItem> Items { get; }

    /// <summary>The demands that it is for, each once.</summary>
    public ImmutableArray<DemandKey> Demands { get; }

    public ImmutableArray<AllocationId> Victims { get; }

    public PoolTime Until { get; }

    /// <summary>What is kept already, by agent.</summary>
    public SortedDictionary<string, ResourceVector> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>What counts against roles and demands as theirs. A hold keeps capacity only; its demand still looks for a place.</summary>
    public ImmutableArray<PlanItem> Promised => Kind == PlanKind.Reclaim ? Items : [];

    /// <summary>Where it has something, in the order of their names.</summary>
    public ImmutableArray<AgentId> Agents { get; }

    /// <summary>On how many agents something is still outstanding.</summary>
    public int Unfed { get; private set; }

    public bool Complete => Unfed == 0;

    /// <summary>Whether one of its agents changed since it was last looked at.</summary>
    public bool Stirred { get; set; } = true;

    /// <summary>Whether it was looked at in this round.</summary>
    public bool LookedAt { get; set; }

    /// <summary>The role above its bound because of which it keeps less than it might, until that has room or its victims leave it some; null if none does.</summary>
    public RoleNode? LimitedBy { get; set; }

    public bool IsFor(DemandKey demand) => Demands.Contains(demand);

    public ResourceVector NeedOn(AgentId agent) => _needs.GetValueOrDefault(agent.Value, ResourceVector.Empty);

    public ResourceVector HeldOn(AgentId agent) => Held.GetValueOrDefault(agent.Value, ResourceVector.Empty);

    /// <summary>What it still waits for on an agent.</summary>
    public ResourceVector Outstanding(AgentId agent) => _outstanding.GetValueOrDefault(agent.Value, ResourceVector.Empty);

    /// <summary>More is kept for it on an agent.</summary>
    public void Keep(AgentId agent, ResourceVector amount)
    {
        Held[agent.Value] = HeldOn(agent).Plus(amount);
        var outstanding = NeedOn(agent).Minus(HeldOn(agent));
        Unfed -= outstanding.IsZero ? 1 : 0;
        _outstanding[agent.Value] = outstanding;
    }
}
