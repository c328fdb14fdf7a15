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

    /// <summary>The lowest role, here or above, that has all it may have of something; null if there is none.</summary>
    public static RoleNode? Full(RoleNode role)
    {
        for (var node = role; node is not null; node = node.Parent)
        {
            foreach (var slot in node.CapBound.Slots)
            {
                if (node.CapBound[slot] != ResourceVector.Unlimited && node.Usage[slot] >= node.CapBound[slot])
                {
                    return node;
                }
            }
        }

        return null;
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
