using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What a role, and all above it, may still have.</summary>
internal static class Headroom
{
    /// <summary>As much of an amount as may be had; whole ports by name are cut from the top.</summary>
    public static ResourceVector Clip(Picture picture, RoleNode role, ResourceVector amount)
    {
        foreach (var node in role.Path)
        {
            var used = picture.Used(node);
            var room = ResourceVector.Empty;
            foreach (var (resource, wanted) in amount.Amounts)
            {
                room = room.With(resource, node.Cap.Names(resource) ? Math.Min(wanted, Math.Max(0, node.Cap[resource] - used[resource])) : wanted);
            }

            amount = amount.Min(room);
        }

        return amount;
    }
}
