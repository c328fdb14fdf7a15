using System.Collections.Immutable;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Snapshot;

/// <summary>Keeps the published picture up to date: only what changed is made anew.</summary>
internal sealed class SnapshotKeeper(PoolState state)
{
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
        foreach (var id in changes.Agents)
        {
            _agents = state.Agents.TryGetValue(id, out var agent) ? _agents.SetItem(id, Views.Of(agent)) : _agents.Remove(id);
        }

        foreach (var id in changes.Frameworks)
        {
            _frameworks = state.Frameworks.TryGetValue(id, out var framework) ? _frameworks.SetItem(id, Views.Of(framework)) : _frameworks.Remove(id);
        }

        foreach (var id in changes.Offers)
        {
            _offers = state.Offers.TryGetValue(id, out var offer) ? _offers.SetItem(id, Views.Of(offer)) : _offers.Remove(id);
        }

        foreach (var id in changes.Allocations)
        {
            _allocations = state.Allocations.TryGetValue(id, out var allocation) ? _allocations.SetItem(id, Views.Of(allocation, IsElastic(allocation))) : _allocations.Remove(id);
        }

        if (changes.Demands.Count > 0)
        {
            _demands = [.. state.Demands.Values.Select(Views.Of)];
        }

        if (changes.Shares)
        {
            Relabel();
            Reshare();
        }

        changes.Clear();
    }

    private bool IsElastic(AllocationEntry allocation) => !state.Roles[allocation.Role].Keep.Contains(allocation);

    /// <summary>Labels follow reality: one allocation's end may bring another inside the guarantee.</summary>
    private void Relabel()
    {
        foreach (var allocation in state.Roles.All.SelectMany(role => role.Own))
        {
            var view = _allocations[allocation.Id.Value];
            if (view.Elastic != IsElastic(allocation))
            {
                _allocations = _allocations.SetItem(allocation.Id.Value, view with { Elastic = !view.Elastic });
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
                shares.Of(role),
                role.Used,
                shares.Wanted(role),
                lent.GetValueOrDefault(role, ResourceVector.Empty),
                role.Used.Minus(role.Guarantee)));
        }

        _roles = roles.ToImmutable();
    }
}
