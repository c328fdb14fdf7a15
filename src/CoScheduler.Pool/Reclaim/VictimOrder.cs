using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Whom to ask first: spares, the role most over its guarantee, lowest priority, cheapest to lose, youngest.</summary>
internal sealed class VictimOrder : IComparer<Victim>
{
    private readonly Dictionary<RoleNode, Int128> _over = [];

    public VictimOrder(PoolState state)
    {
        var capacity = state.Capacity;
        foreach (var role in state.Roles.All)
        {
            _over[role] = Ranking.DominantShare(role.Used.Minus(role.Guarantee), capacity) / Math.Max(1, role.Quota.Weight);
        }
    }

    public int Compare(Victim? x, Victim? y)
    {
        var order = y!.IsSpare.CompareTo(x!.IsSpare);
        order = order != 0 ? order : _over[y.Role].CompareTo(_over[x.Role]);
        order = order != 0 ? order : string.CompareOrdinal(x.Role.Name.Value, y.Role.Name.Value);
        order = order != 0 ? order : x.Priority.CompareTo(y.Priority);
        order = order != 0 ? order : x.Cost.CompareTo(y.Cost);
        order = order != 0 ? order : y.Age.CompareTo(x.Age);
        return order != 0 ? order : y.Newest.CompareTo(x.Newest);
    }
}
