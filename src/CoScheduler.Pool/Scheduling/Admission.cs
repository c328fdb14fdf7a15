using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What keeps a role from having more.</summary>
internal sealed record Obstacle(ReasonCode Code, RoleNode Role, int Slot);

/// <summary>Whether a role, and all above it, may have more.</summary>
internal static class Admission
{
    /// <summary>The first bound that a unit would break, or null.</summary>
    public static Obstacle? Check(PoolState state, Unit unit) => Check(state, unit.Role!, unit.Head, unit.Amount);

    /// <summary>The first bound that one more of an amount for a demand would break, or null.</summary>
    public static Obstacle? Check(PoolState state, RoleNode role, DemandEntry demand, Need amount) =>
        CheckApplications(role, demand) ?? CheckCaps(role, amount) ?? CheckUnlent(state, role, amount, isSpare: demand.Terms.Mode == DemandMode.Spare);

    public static Obstacle? CheckCaps(RoleNode role, Need amount)
    {
        for (var node = role; node is not null; node = node.Parent)
        {
            if (node.CapBound.FirstBroken(node.Usage, amount) is var slot and >= 0)
            {
                return new Obstacle(node == role ? ReasonCode.RoleLimit : ReasonCode.ParentLimit, node, slot);
            }
        }

        return null;
    }

    /// <summary>Whether so much could never be had here, be the role empty.</summary>
    public static Obstacle? CheckEver(RoleNode role, Need amount)
    {
        for (var node = role; node is not null; node = node.Parent)
        {
            if (node.CapBound.FirstBroken(Nothing, amount) is var slot and >= 0)
            {
                return new Obstacle(ReasonCode.ExceedsLimit, node, slot);
            }
        }

        return null;
    }

    /// <summary>The lowest role whose bound leaves no room for a unit though all has left that is leaving; null if there is none.</summary>
    public static RoleNode? Tightest(Unit unit)
    {
        for (var role = unit.Role; role is not null; role = role.Parent)
        {
            foreach (var slot in unit.Amount.Slots)
            {
                if (role.CapBound.Names(slot) && unit.Amount[slot] > role.CapBound[slot] - (role.Usage[slot] - role.GoingAway[slot]))
                {
                    return role;
                }
            }
        }

        return null;
    }

    private static Amounts Nothing { get; } = new();

    /// <summary>Whether one more application would be one too many. What runs may grow.</summary>
    public static Obstacle? CheckApplications(RoleNode role, DemandEntry demand)
    {
        if (demand.Terms.Mode != DemandMode.Firm)
        {
            return null;
        }

        for (var node = role; node is not null; node = node.Parent)
        {
            if (node.Quota.MaxRunning is { } most && node.Applications.Count >= most && !node.Applications.Runs(demand.Key, demand.Terms))
            {
                return new Obstacle(ReasonCode.MaxRunning, node, -1);
            }
        }

        return null;
    }

    /// <summary>Elastic admission leaves free what others are guaranteed and don't lend. Spares are never inside a guarantee.</summary>
    private static Obstacle? CheckUnlent(PoolState state, RoleNode role, Need amount, bool isSpare)
    {
        if (!role.AnyUnlentBeside)
        {
            return null;
        }

        var kept = new Amounts();
        for (var node = role; node.Parent is not null; node = node.Parent)
        {
            if (!isSpare && node.Covers(amount))
            {
                break;
            }

            foreach (var sibling in node.Parent.Children)
            {
                if (sibling != node && sibling.Quota.Lend is not null)
                {
                    Keep(state.Dimensions, kept, sibling, amount);
                }
            }
        }

        foreach (var slot in amount.Slots)
        {
            if (kept[slot] > 0 && amount[slot] > state.Agents.FreeSum[slot] - kept[slot])
            {
                return new Obstacle(ReasonCode.NoCapacity, role, slot);
            }
        }

        return null;
    }

    private static void Keep(Dimensions dimensions, Amounts kept, RoleNode sibling, Need amount)
    {
        foreach (var slot in amount.Slots)
        {
            kept[slot] += Bounds.Unlent(sibling, dimensions.NameOf(slot), sibling.Usage[slot]);
        }
    }
}
