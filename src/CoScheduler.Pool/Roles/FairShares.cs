using System.Buffers;
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
        if (!state.Agents.Capacity.SameAs(root.Shares.Due))
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
        var wanted = role.Shares.Wanted;
        wanted.Set(role.Shares.Own);
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
    }

    /// <summary>What the demands of a role itself want, but never less than what it uses; spares want nothing.</summary>
    private void WantOwn(RoleNode role)
    {
        var own = role.Shares.Own;
        own.Clear();
        foreach (var demand in role.Shares.Demands)
        {
            if (demand.Target > 0 && demand.Terms.Mode != DemandMode.Spare && !Never.Is(_state, demand))
            {
                Add(own, demand);
            }
        }

        var used = role.OwnUse.Values;
        for (var slot = 0; slot < used.Length; slot++)
        {
            if (used[slot] > own[slot])
            {
                own[slot] = used[slot];
            }
        }
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
        if (!shares.Stale && due.SameAs(shares.Due))
        {
            return;
        }

        shares.Due.Set(due);
        shares.Stale = false;
        if (role.Children.Length == 0)
        {
            return;
        }

        Share(role, due);
    }

    /// <summary>Shares what a role is due among its children. One pass over them for all resources, for they may be very many.</summary>
    private void Share(RoleNode role, Amounts due)
    {
        // Of what nobody wants nobody is due anything.
        var slots = Enumerable.Range(0, due.Values.Length).Where(slot => due[slot] > 0 && role.Shares.Wanted[slot] > 0).ToArray();
        var children = role.Children;
        var count = children.Length + 1;

        // Those of very many would be large objects, made anew each time.
        var sharers = Array.ConvertAll(slots, _ => ArrayPool<Sharer>.Shared.Rent(count));
        for (var i = 0; i < children.Length; i++)
        {
            for (var s = 0; s < slots.Length; s++)
            {
                sharers[s][i] = SharerOf(children[i], slots[s]);
            }
        }

        var filled = new long[slots.Length][];
        for (var s = 0; s < slots.Length; s++)
        {
            sharers[s][count - 1] = OwnSharer(role, slots[s]);
            filled[s] = WaterFilling.Fill(due[slots[s]], sharers[s], count);
            ArrayPool<Sharer>.Shared.Return(sharers[s], clearArray: true);
        }

        for (var i = 0; i < children.Length; i++)
        {
            var next = children[i].Shares.Next;
            next.Clear();
            for (var s = 0; s < slots.Length; s++)
            {
                next[slots[s]] = filled[s][i];
            }

            Fill(children[i], next);
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
