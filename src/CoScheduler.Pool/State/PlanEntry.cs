using System.Collections.Immutable;

namespace CoScheduler.Pool.State;

/// <summary>A place that is being made.</summary>
internal sealed class PlanEntry
{
    private readonly SortedDictionary<string, ResourceVector> _needs = new(StringComparer.Ordinal);

    public PlanEntry(PlanId id, PlanKind kind, ImmutableArray<PlanItem> items, ImmutableArray<AllocationId> victims, PoolTime until)
    {
        (Id, Kind, Items, Victims, Until) = (id, kind, items, victims, until);
        foreach (var item in items)
        {
            _needs[item.Agent.Value] = _needs.GetValueOrDefault(item.Agent.Value, ResourceVector.Empty).Plus(item.Resources);
        }

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

    public IEnumerable<AgentId> Agents => _needs.Keys.Select(agent => new AgentId(agent));

    /// <summary>On how many agents something is still outstanding.</summary>
    public int Unfed { get; set; }

    public bool Complete => Unfed == 0;

    /// <summary>Whether one of its agents changed since it was last looked at.</summary>
    public bool Stirred { get; set; } = true;

    public bool IsFor(DemandKey demand) => Demands.Contains(demand);

    public ResourceVector NeedOn(AgentId agent) => _needs.GetValueOrDefault(agent.Value, ResourceVector.Empty);

    public ResourceVector HeldOn(AgentId agent) => Held.GetValueOrDefault(agent.Value, ResourceVector.Empty);

    public ResourceVector Outstanding(AgentId agent) => NeedOn(agent).Minus(HeldOn(agent));
}
