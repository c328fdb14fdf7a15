using System.Collections.Immutable;
using System.Text.Json.Serialization;

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
    private ResourceVector? _free;

    public required AgentId Id { get; init; }

    public required ResourceVector Total { get; set; }

    public required ImmutableSortedDictionary<string, string> Attributes { get; set; }

    public Presence Presence { get; set; }

    public bool Cordoned { get; set; }

    public bool Draining { get; set; }

    public PoolTime? DrainDeadline { get; set; }

    [JsonIgnore]
    public ResourceVector Allocated { get; private set; } = ResourceVector.Empty;

    [JsonIgnore]
    public ResourceVector Offered { get; private set; } = ResourceVector.Empty;

    [JsonIgnore]
    public ResourceVector Held { get; private set; } = ResourceVector.Empty;

    [JsonIgnore]
    public SortedSet<long> Allocations { get; } = [];

    [JsonIgnore]
    public SortedSet<long> Offers { get; } = [];

    [JsonIgnore]
    public ResourceVector Free => _free ??= Total.Minus(Allocated).Minus(Offered).Minus(Held);

    [JsonIgnore]
    public ResourceVector Deficit => Allocated.Plus(Offered).Plus(Held).Minus(Total);

    [JsonIgnore]
    public bool Schedulable => Presence == Presence.Here && !Cordoned && !Draining;

    [JsonIgnore]
    public AgentState State => Presence switch
    {
        Presence.Lost => AgentState.Lost,
        Presence.Away => AgentState.Away,
        _ => Draining ? AgentState.Draining : Cordoned ? AgentState.Cordoned : AgentState.Active,
    };

    /// <summary>What it can do for shares: an agent that takes nothing new counts with what runs there.</summary>
    [JsonIgnore]
    public ResourceVector Capacity => Presence == Presence.Lost ? ResourceVector.Empty : Schedulable ? Total : Allocated;

    public void Resize(ResourceVector total)
    {
        Total = total;
        _free = null;
    }

    public void Allocate(AllocationEntry allocation)
    {
        Allocations.Add(allocation.Id.Value);
        (Allocated, _free) = (Allocated.Plus(allocation.Resources), null);
    }

    public void Deallocate(AllocationEntry allocation)
    {
        Allocations.Remove(allocation.Id.Value);
        (Allocated, _free) = (Allocated.Minus(allocation.Resources), null);
    }

    public void Offer(OfferEntry offer)
    {
        Offers.Add(offer.Id.Value);
        (Offered, _free) = (Offered.Plus(offer.Resources), null);
    }

    public void Unoffer(OfferEntry offer)
    {
        Offers.Remove(offer.Id.Value);
        (Offered, _free) = (Offered.Minus(offer.Resources), null);
    }

    public void Hold(ResourceVector amount) => (Held, _free) = (Held.Plus(amount), null);

    public void Unhold(ResourceVector amount) => (Held, _free) = (Held.Minus(amount), null);

    public void Clear()
    {
        (Allocated, Offered, Held, _free) = (ResourceVector.Empty, ResourceVector.Empty, ResourceVector.Empty, null);
        Allocations.Clear();
        Offers.Clear();
    }
}
