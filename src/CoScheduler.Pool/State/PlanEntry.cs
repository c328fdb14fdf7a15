using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CoScheduler.Pool.State;

/// <summary>A place that is being made.</summary>
internal sealed class PlanEntry
{
    public required PlanId Id { get; init; }

    public required PlanKind Kind { get; init; }

    public required ImmutableArray<PlanItem> Items { get; init; }

    public required ImmutableArray<AllocationId> Victims { get; init; }

    public required PoolTime Until { get; init; }

    /// <summary>What is kept already, by agent.</summary>
    public SortedDictionary<string, ResourceVector> Held { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What counts against roles and demands as theirs. A hold keeps capacity only; its demand still looks for a place.</summary>
    [JsonIgnore]
    public ImmutableArray<PlanItem> Promised => Kind == PlanKind.Reclaim ? Items : [];

    [JsonIgnore]
    public IEnumerable<AgentId> Agents => Items.Select(item => item.Agent).Distinct();

    [JsonIgnore]
    public bool Complete => Agents.All(agent => Outstanding(agent).IsZero);

    public bool IsFor(DemandKey demand) => Items.Any(item => new DemandKey(item.Framework, item.Class) == demand);

    public ResourceVector NeedOn(AgentId agent)
    {
        var need = ResourceVector.Empty;
        foreach (var item in Items)
        {
            need = item.Agent == agent ? need.Plus(item.Resources) : need;
        }

        return need;
    }

    public ResourceVector HeldOn(AgentId agent) => Held.GetValueOrDefault(agent.Value, ResourceVector.Empty);

    public ResourceVector Outstanding(AgentId agent) => NeedOn(agent).Minus(HeldOn(agent));
}
