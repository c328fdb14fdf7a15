using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>What each role is due now, each resource by itself, down the tree (pool.md section 4).</summary>
internal sealed class FairShares
{
    private readonly PoolState _state;
    private readonly Dictionary<RoleNode, ResourceVector> _own = [];
    private readonly Dictionary<RoleNode, ResourceVector> _wanted = [];
    private readonly Dictionary<RoleNode, ResourceVector> _due = [];

    private FairShares(PoolState state) => _state = state;

    public static FairShares Of(PoolState state)
    {
        var shares = new FairShares(state);
        var capacity = state.Capacity;
        shares.WantOwn(capacity);
        shares.Want(state.Roles.Root);
        shares.Fill(state.Roles.Root, capacity);
        return shares;
    }

    public ResourceVector Of(RoleNode role) => _due.GetValueOrDefault(role, ResourceVector.Empty);

    /// <summary>What a role and everything below it wants, within bounds.</summary>
    public ResourceVector Wanted(RoleNode role) => _wanted.GetValueOrDefault(role, ResourceVector.Empty);

    /// <summary>What the demands of each role itself want, but never less than what it uses; spares want nothing.</summary>
    private void WantOwn(ResourceVector capacity)
    {
        foreach (var demand in _state.Demands.Values)
        {
            if (demand.Target > 0 && demand.Terms.Mode != DemandMode.Spare && _state.Roles.Find(demand.Terms.Role) is { } role && Never.Judge(_state, demand) is null)
            {
                var wanted = demand.Terms.Shape.IsZero ? capacity : demand.Terms.Shape.Counted().Times(demand.Target);
                _own[role] = _own.GetValueOrDefault(role, ResourceVector.Empty).Plus(wanted);
            }
        }

        foreach (var role in _state.Roles.All)
        {
            var used = ResourceVector.Empty;
            foreach (var allocation in role.Own)
            {
                used = allocation.CountsForRole && allocation.Mode != DemandMode.Spare ? used.Plus(allocation.Counted) : used;
            }

            _own[role] = _own.GetValueOrDefault(role, ResourceVector.Empty).Max(used);
        }
    }

    private ResourceVector Want(RoleNode role)
    {
        var wanted = _own.GetValueOrDefault(role, ResourceVector.Empty);
        foreach (var child in role.Children)
        {
            wanted = wanted.Plus(Want(child));
        }

        foreach (var (resource, cap) in role.Cap.Amounts)
        {
            wanted = wanted[resource] > cap ? wanted.With(resource, cap) : wanted;
        }

        _wanted[role] = wanted;
        return wanted;
    }

    private void Fill(RoleNode role, ResourceVector capacity)
    {
        _due[role] = capacity;
        if (role.Children.Count == 0)
        {
            return;
        }

        var due = role.Children.ToDictionary(child => child, _ => ResourceVector.Empty);
        foreach (var (resource, amount) in capacity.Amounts)
        {
            var parts = WaterFilling.Fill(amount, [.. role.Children.Select(child => SharerOf(child, resource)), OwnSharer(role, resource)]);
            for (var i = 0; i < role.Children.Count; i++)
            {
                due[role.Children[i]] = due[role.Children[i]].With(resource, parts[i]);
            }
        }

        foreach (var child in role.Children)
        {
            Fill(child, due[child]);
        }
    }

    private Sharer SharerOf(RoleNode role, string resource)
    {
        var want = _wanted[role][resource];
        var guarantee = role.Guarantee.Names(resource) ? role.Guarantee[resource] : role.Keep.Amount[resource];
        var cap = role.Cap.Names(resource) ? role.Cap[resource] : ResourceVector.Unlimited;
        return new Sharer(role.Name.Value, want, guarantee, Bounds.Unlent(role, resource, want), cap, role.Quota.Weight);
    }

    /// <summary>What a role with children asks for itself shares with them, without a guarantee of its own.</summary>
    private Sharer OwnSharer(RoleNode role, string resource) =>
        new("", _own.GetValueOrDefault(role, ResourceVector.Empty)[resource], 0, 0, ResourceVector.Unlimited, 1);
}
