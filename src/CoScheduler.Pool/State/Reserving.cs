using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>What allocations take out of reservations.</summary>
internal static class Reserving
{
    /// <summary>Counts anew what of a reservation no allocation uses.</summary>
    public static void Recount(PoolState state, ReservationEntry reservation)
    {
        reservation.Unused.Clear();
        reservation.Unused.Add(state.Dimensions.NeedOf(reservation.Total.Counted()));
        for (var slot = 0; slot < reservation.Used.Values.Length; slot++)
        {
            reservation.Unused[slot] = Math.Max(0, reservation.Unused[slot] - reservation.Used[slot]);
        }
    }

    /// <summary>A reservation may have become smaller: what allocations use above it is as any other use, and comes free for all.</summary>
    public static void Trim(PoolState state, AgentEntry agent, ReservationEntry reservation)
    {
        var left = new Amounts();
        left.Add(state.Dimensions.NeedOf(reservation.Total.Counted()));
        reservation.Used.Clear();
        foreach (var allocation in agent.Allocations.Where(allocation => allocation.Reservation == reservation))
        {
            AllocationTransitions.Uncome(allocation);
            var part = new Amounts();
            foreach (var slot in allocation.Reserved!.Slots)
            {
                part[slot] = Math.Min(left[slot], allocation.Reserved[slot]);
            }

            var need = state.Dimensions.NeedOf(state.Dimensions.VectorOf(part));
            (allocation.Reserved, allocation.Reservation) = need.IsNone ? (null, null) : (need, reservation);
            left.Subtract(need);
            reservation.Used.Add(need);
            AllocationTransitions.Come(allocation);
        }
    }

    /// <summary>As much of it as there is comes out of the reservation of its role, or of the nearest above it.</summary>
    public static void Take(PoolState state, AllocationEntry allocation)
    {
        foreach (var node in allocation.Lot.Role.Path)
        {
            if (!allocation.Home.Reservations.TryGetValue(node.Name.Value, out var reservation))
            {
                continue;
            }

            var part = new Amounts();
            foreach (var slot in allocation.Need.Slots)
            {
                part[slot] = Math.Min(reservation.Unused[slot], allocation.Need[slot]);
            }

            if (!part.AnyPositive)
            {
                continue;
            }

            var need = state.Dimensions.NeedOf(state.Dimensions.VectorOf(part));
            (allocation.Reserved, allocation.Reservation) = (need, reservation);
            reservation.Unused.Subtract(need);
            reservation.Used.Add(need);
            state.Agents.Move(allocation.Home, need, 1, quiet: true);
            return;
        }
    }

    public static void GiveBack(PoolState state, AllocationEntry allocation)
    {
        if (allocation is not { Reservation: { } reservation, Reserved: { } part })
        {
            return;
        }

        GiveBack(state, allocation, reservation, part);
    }

    private static void GiveBack(PoolState state, AllocationEntry allocation, ReservationEntry reservation, Need part)
    {
        reservation.Used.Subtract(part);
        state.Agents.Change(allocation.Home, agent =>
        {
            Recount(state, reservation);

            // The allocation's whole amount is given back to the room after this; so the room is counted as if it still had it.
            agent.Resize(agent.Total, agent.Foreign);
            agent.Room.Subtract(allocation.Need);
        });
    }
}
