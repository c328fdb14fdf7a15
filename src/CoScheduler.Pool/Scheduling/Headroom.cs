using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What a role, and all above it, may still have.</summary>
internal static class Headroom
{
    /// <summary>As much of an amount as may be had; whole ports by name are cut from the top.</summary>
    public static ResourceVector Clip(RoleNode role, ResourceVector amount)
    {
        for (var node = role; node is not null; node = node.Parent)
        {
            if (!node.Cap.IsZero || node.CapBound.Slots.Length > 0)
            {
                amount = Clip(amount, node);
            }
        }

        return amount;
    }

    /// <summary>The highest role, here or above, that bounds anything; null if none does. It uses less when any role below it does.</summary>
    public static RoleNode? Highest(RoleNode role)
    {
        RoleNode? highest = null;
        for (var node = role; node is not null; node = node.Parent)
        {
            highest = node.CapBound.Slots.IsEmpty ? highest : node;
        }

        return highest;
    }

    private static ResourceVector Clip(ResourceVector amount, RoleNode node)
    {
        var (room, used) = (ResourceVector.Empty, node.Used);
        foreach (var (resource, wanted) in amount.Amounts)
        {
            room = room.With(resource, node.Cap.Names(resource) ? Math.Min(wanted, Math.Max(0, node.Cap[resource] - used[resource])) : wanted);
        }

        return amount.Min(room);
    }
}
