using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Whom to ask first: spares, the role most over its guarantee, lowest priority, cheapest to lose, youngest.</summary>
internal sealed class VictimOrder : IComparer<Victim>
{
    public static readonly VictimOrder Instance = new();

    private static readonly Amounts Nothing = new();

    /// <summary>What a role uses above its guarantee, spares not counted.</summary>
    public static Amounts Over(RoleNode role)
    {
        var over = role.Usage.Copy();
        over.Subtract(role.SpareUse ?? Nothing);
        for (var slot = 0; slot < over.Values.Length; slot++)
        {
            over[slot] = Math.Max(0, over[slot] - role.GuaranteeBound[slot]);
        }

        return over;
    }

    /// <summary>How far a role is over its guarantee, over its weight.</summary>
    public static ulong OverByWeight(PoolState state, RoleNode role)
    {
        var above = role.SpareUse is null
            ? Rank.DominantShare(role.Usage, state.Agents.Capacity, role.GuaranteeBound)
            : Rank.DominantShare(Over(role), state.Agents.Capacity);
        return above / (ulong)Math.Max(1, role.Quota.Weight);
    }

    public int Compare(Victim? x, Victim? y)
    {
        var order = y!.IsSpare.CompareTo(x!.IsSpare);
        order = order != 0 ? order : y.Over.CompareTo(x.Over);
        order = order != 0 ? order : x.Priority.CompareTo(y.Priority);
        order = order != 0 ? order : ((int)x.Cost).CompareTo((int)y.Cost);
        order = order != 0 ? order : y.Age.CompareTo(x.Age);
        order = order != 0 ? order : x.Role == y.Role ? 0 : string.CompareOrdinal(x.Role.Name.Value, y.Role.Name.Value);
        return order != 0 ? order : y.Newest.CompareTo(x.Newest);
    }
}
