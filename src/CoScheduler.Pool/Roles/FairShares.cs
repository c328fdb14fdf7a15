using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>
/// What each role is due now, each resource by itself, down the tree (pool.md section 4). Only paths on which something
/// changed are computed anew.
/// </summary>
internal sealed class FairShares
{
    private const long Most = 1L << 61;

    private readonly PoolState _state;

    private FairShares(PoolState state) => _state = state;

    public static FairShares Of(PoolState state)
    {
        var shares = new FairShares(state);
        var root = state.Roles.Root;
        if (!state.Agents.Capacity.Values.SequenceEqual(root.Shares.Due.Values))
        {
            MarkOpenEnded(state);
        }

        shares.Want(root);
        shares.Fill(root, state.Agents.Capacity);
        return shares;
    }

    public Amounts Of(RoleNode role) => role.Shares.Due;

    /// <summary>What a role and everything below it wants, within bounds.</summary>
    public Amounts Wanted(RoleNode role) => role.Shares.Wanted;

    /// <summary>Who takes anything wants as much as there is: another capacity makes another wish.</summary>
    private static void MarkOpenEnded(PoolState state)
    {
        foreach (var role in state.Roles.All)
        {
            if (role.Shares.Demands.Any(demand => demand.Need.IsNone))
            {
                role.MarkSharesStale();
            }
        }
    }

    private void Want(RoleNode role)
    {
        if (!role.Shares.Stale)
        {
            return;
        }

        WantOwn(role);
        var wanted = role.Shares.Own.Copy();
        foreach (var child in role.Children)
        {
            Want(child);
            for (var slot = 0; slot < child.Shares.Wanted.Values.Length; slot++)
            {
                wanted[slot] = Math.Min(Most, wanted[slot] + child.Shares.Wanted[slot]);
            }
        }

        foreach (var slot in role.CapBound.Slots)
        {
            wanted[slot] = Math.Min(wanted[slot], role.CapBound[slot]);
        }

        role.Shares.Wanted = wanted;
    }

    /// <summary>What the demands of a role itself want, but never less than what it uses; spares want nothing.</summary>
    private void WantOwn(RoleNode role)
    {
        var own = new Amounts();
        foreach (var demand in role.Shares.Demands)
        {
            if (demand.Target > 0 && demand.Terms.Mode != DemandMode.Spare && !Never.Is(_state, demand))
            {
                Add(own, demand);
            }
        }

        var used = new Amounts();
        foreach (var lot in role.Own)
        {
            if (lot.Mode != DemandMode.Spare)
            {
                used.Add(lot.Used);
            }
        }

        for (var slot = 0; slot < used.Values.Length; slot++)
        {
            own[slot] = Math.Max(own[slot], used[slot]);
        }

        role.Shares.Own = own;
    }

    /// <summary>Saturating: who wants more than there could ever be gets no more of it for that.</summary>
    private void Add(Amounts own, DemandEntry demand)
    {
        if (demand.Need.IsNone)
        {
            for (var slot = 0; slot < _state.Agents.Capacity.Values.Length; slot++)
            {
                own[slot] = Math.Min(Most, own[slot] + _state.Agents.Capacity[slot]);
            }

            return;
        }

        for (var i = 0; i < demand.Need.Slots.Length; i++)
        {
            var slot = demand.Need.Slots[i];
            own[slot] = (long)Int128.Min(Most, own[slot] + ((Int128)demand.Need.Values[i] * demand.Target));
        }
    }

    private void Fill(RoleNode role, Amounts due)
    {
        var shares = role.Shares;
        if (!shares.Stale && due.Values.SequenceEqual(shares.Due.Values))
        {
            return;
        }

        (shares.Due, shares.Stale) = (due.Copy(), false);
        if (role.Children.Count == 0)
        {
            return;
        }

        var parts = new Amounts[role.Children.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new Amounts();
        }

        var sharers = new Sharer[parts.Length + 1];
        for (var slot = 0; slot < due.Values.Length; slot++)
        {
            // Of what nobody wants nobody is due anything.
            if (due[slot] <= 0 || shares.Wanted[slot] == 0)
            {
                continue;
            }

            for (var i = 0; i < parts.Length; i++)
            {
                sharers[i] = SharerOf(role.Children[i], slot);
            }

            sharers[^1] = OwnSharer(role, slot);
            var filled = WaterFilling.Fill(due[slot], sharers);
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i][slot] = filled[i];
            }
        }

        for (var i = 0; i < parts.Length; i++)
        {
            Fill(role.Children[i], parts[i]);
        }
    }

    private Sharer SharerOf(RoleNode role, int slot)
    {
        var want = role.Shares.Wanted[slot];
        var guarantee = role.GuaranteeBound.Names(slot) ? role.GuaranteeBound[slot] : role.Usage[slot] == 0 || role.Keep.IsEmpty ? 0 : role.Keep.Amount[slot];
        var cap = role.CapBound.Names(slot) ? role.CapBound[slot] : ResourceVector.Unlimited;
        var unlent = role.Quota.Lend is null ? 0 : Bounds.Unlent(role, _state.Dimensions.NameOf(slot), want);
        return new Sharer(role.Name.Value, want, guarantee, unlent, cap, role.Quota.Weight);
    }

    /// <summary>What a role with children asks for itself shares with them, without a guarantee of its own.</summary>
    private static Sharer OwnSharer(RoleNode role, int slot) => new("", role.Shares.Own[slot], 0, 0, ResourceVector.Unlimited, 1);
}
