using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What keeps a role from having more.</summary>
internal sealed record Obstacle(ReasonCode Code, RoleNode Role, string Resource);

/// <summary>Whether a role, and all above it, may have more.</summary>
internal static class Admission
{
    /// <summary>The first bound that one more of an amount would break, or null.</summary>
    public static Obstacle? Check(Picture picture, RoleNode role, ResourceVector amount) =>
        CheckCaps(picture, role, amount) ?? CheckUnlent(picture, role, amount);

    public static Obstacle? CheckCaps(Picture picture, RoleNode role, ResourceVector amount)
    {
        foreach (var node in role.Path)
        {
            if (Breaks(picture.Used(node), node, amount) is { } resource)
            {
                return new Obstacle(node == role ? ReasonCode.RoleLimit : ReasonCode.ParentLimit, node, resource);
            }
        }

        return null;
    }

    /// <summary>Whether so much could never be had here, be the role empty.</summary>
    public static Obstacle? CheckEver(RoleNode role, ResourceVector amount)
    {
        foreach (var node in role.Path)
        {
            if (amount.FirstAbove(node.Cap) is { } resource)
            {
                return new Obstacle(ReasonCode.ExceedsLimit, node, resource);
            }
        }

        return null;
    }

    /// <summary>Elastic admission leaves free what others are guaranteed and don't lend.</summary>
    private static Obstacle? CheckUnlent(Picture picture, RoleNode role, ResourceVector amount)
    {
        SortedList<string, long>? kept = null;
        for (var node = role; node.Parent is not null; node = node.Parent)
        {
            if (amount.Touches(node.Guarantee) && picture.Used(node).Plus(amount).StaysWithin(node.Guarantee))
            {
                break;
            }

            foreach (var sibling in node.Parent.Children)
            {
                kept = sibling == node || sibling.Quota.Lend is null ? kept : Keep(kept ?? [], sibling, picture.Used(sibling), amount);
            }
        }

        if (kept is null)
        {
            return null;
        }

        var free = ResourceVector.Empty;
        foreach (var agent in picture.State.Agents.Values.Where(agent => agent.Schedulable))
        {
            free = free.Plus(picture.Free(agent).Counted());
        }

        foreach (var (resource, unlent) in kept)
        {
            if (unlent > 0 && amount[resource] > free[resource] - unlent)
            {
                return new Obstacle(ReasonCode.NoCapacity, role, resource);
            }
        }

        return null;
    }

    private static SortedList<string, long> Keep(SortedList<string, long> kept, RoleNode sibling, ResourceVector used, ResourceVector amount)
    {
        foreach (var (resource, _) in amount.Amounts)
        {
            kept[resource] = kept.GetValueOrDefault(resource) + Bounds.Unlent(sibling, resource, used[resource]);
        }

        return kept;
    }

    private static string? Breaks(ResourceVector used, RoleNode node, ResourceVector amount)
    {
        foreach (var (resource, wanted) in amount.Amounts)
        {
            // What is not asked for can't break a bound, though a lowered one may be broken already.
            if (wanted > 0 && node.Cap.Names(resource) && (used[resource] > node.Cap[resource] || wanted > node.Cap[resource] - used[resource]))
            {
                return resource;
            }
        }

        return null;
    }
}
