using System.Collections.Immutable;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Snapshot;

/// <summary>Keeps the published picture up to date: only what changed is made anew.</summary>
internal sealed class SnapshotKeeper(PoolState state)
{
    private readonly Dictionary<string, KeepSet> _labelled = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, AgentView> _agents = ImmutableSortedDictionary.Create<string, AgentView>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, FrameworkView> _frameworks = ImmutableSortedDictionary.Create<string, FrameworkView>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<long, OfferView> _offers = ImmutableSortedDictionary<long, OfferView>.Empty;
    private ImmutableSortedDictionary<long, AllocationView> _allocations = ImmutableSortedDictionary<long, AllocationView>.Empty;
    private ImmutableSortedDictionary<string, RoleView> _roles = ImmutableSortedDictionary.Create<string, RoleView>(StringComparer.Ordinal);
    private ImmutableArray<DemandView> _demands = [];

    public PoolSnapshot Take()
    {
        Update();
        return new PoolSnapshot
        {
            Number = state.Number,
            Time = state.Now,
            RestartGate = state.GateUntil is not null,
            Quota = state.Quota,
            Roles = _roles,
            Agents = _agents,
            Frameworks = _frameworks,
            Demands = _demands,
            Offers = _offers,
            Allocations = _allocations,
        };
    }

    private void Update()
    {
        var changes = state.Changes;
        UpdateAgents(changes);
        foreach (var id in changes.Frameworks)
        {
            _frameworks = state.Frameworks.TryGetValue(id, out var framework) ? _frameworks.SetItem(id, Views.Of(framework)) : _frameworks.Remove(id);
        }

        UpdateOffers(changes);
        UpdateAllocations(changes);
        if (changes.Demands)
        {
            _demands = [.. state.Demands.Values.Select(Views.Of)];
        }

        if (changes.Shares || changes.Quota)
        {
            Relabel();
            Reshare();
        }

        changes.Clear();
    }

    private void UpdateAgents(Changes changes)
    {
        var agents = changes.All ? state.Agents.Values : changes.Agents;
        var builder = _agents.ToBuilder();
        foreach (var agent in agents)
        {
            if (state.Agents.Find(agent.Id) == agent)
            {
                builder[agent.Id.Value] = Views.Of(state.Dimensions, agent);
            }
            else if (state.Agents.Find(agent.Id) is null)
            {
                builder.Remove(agent.Id.Value);
            }
        }

        _agents = builder.ToImmutable();
    }

    private void UpdateOffers(Changes changes)
    {
        var builder = changes.All ? ImmutableSortedDictionary.CreateBuilder<long, OfferView>() : _offers.ToBuilder();
        foreach (var id in changes.All ? state.Offers.Values.Select(offer => offer.Id.Value) : changes.Offers)
        {
            if (state.Offers.TryGetValue(id, out var offer))
            {
                builder[id] = Views.Of(offer);
            }
            else
            {
                builder.Remove(id);
            }
        }

        _offers = builder.ToImmutable();
    }

    private void UpdateAllocations(Changes changes)
    {
        var builder = changes.All ? ImmutableSortedDictionary.CreateBuilder<long, AllocationView>() : _allocations.ToBuilder();
        foreach (var id in changes.All ? state.Allocations.Values.Select(allocation => allocation.Id.Value) : changes.Allocations)
        {
            if (state.Allocations.TryGetValue(id, out var allocation))
            {
                builder[id] = Views.Of(allocation, IsElastic(allocation));
            }
            else
            {
                builder.Remove(id);
            }
        }

        _allocations = builder.ToImmutable();
    }

    private static bool IsElastic(AllocationEntry allocation) => !allocation.Lot.Role.Keep.Contains(allocation);

    /// <summary>Labels follow reality: one allocation's end may bring another inside the guarantee.</summary>
    private void Relabel()
    {
        foreach (var role in state.Roles.All)
        {
            if (_labelled.TryGetValue(role.Name.Value, out var before) && before == role.Keep)
            {
                continue;
            }

            _labelled[role.Name.Value] = role.Keep;
            if (before is { IsEmpty: true } && role.Keep.IsEmpty)
            {
                continue;
            }

            foreach (var allocation in role.OwnAllocations)
            {
                var view = _allocations[allocation.Id.Value];
                if (view.Elastic != IsElastic(allocation))
                {
                    _allocations = _allocations.SetItem(allocation.Id.Value, view with { Elastic = !view.Elastic });
                }
            }
        }
    }

    private void Reshare()
    {
        var shares = FairShares.Of(state);
        var lent = Lending.Of(state);
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleView>(StringComparer.Ordinal);
        foreach (var role in state.Roles.All)
        {
            roles.Add(role.Name.Value, new RoleView(
                role.Name,
                role.Quota,
                state.Dimensions.VectorOf(shares.Of(role)),
                role.Used,
                state.Dimensions.VectorOf(shares.Wanted(role)),
                lent.GetValueOrDefault(role, ResourceVector.Empty),
                role.Used.Minus(role.Guarantee),
                role.Guarantee,
                role.Cap,
                state.Dimensions.VectorOf(role.Keep.Amount)));
        }

        _roles = roles.ToImmutable();
    }
}
