namespace CoScheduler.Pool.Roles;

/// <summary>What follows from a role's quota.</summary>
internal static class Bounds
{
    /// <summary>A bound on each resource that the limit or the loan names.</summary>
    public static ResourceVector Cap(ResourceVector guarantee, RoleQuota quota)
    {
        var cap = new SortedList<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in (quota.Borrow ?? ResourceVector.Empty).Amounts)
        {
            cap[name] = amount > ResourceVector.Unlimited - guarantee[name] ? ResourceVector.Unlimited : amount + guarantee[name];
        }

        foreach (var (name, amount) in (quota.Limit ?? ResourceVector.Empty).Amounts)
        {
            cap[name] = Math.Min(cap.GetValueOrDefault(name, ResourceVector.Unlimited), amount);
        }

        return ResourceVector.From(cap, null);
    }

    /// <summary>What of an unused guarantee is not lent: <c>max(0, G - lend - used)</c>.</summary>
    public static long Unlent(RoleNode role, string resource, long used)
    {
        if (role.Quota.Lend is not { } lend || !lend.Names(resource))
        {
            return 0;
        }

        var kept = Math.Max(0, role.Guarantee[resource] - lend[resource]);
        return Math.Max(0, kept - used);
    }

    /// <summary>How long a task of the role may take to go.</summary>
    public static long Grace(RoleNode role) => Inherited(role, quota => quota.GraceMilliseconds) ?? Defaults.Grace;

    /// <summary>How long a task of the role is safe.</summary>
    public static long MinRuntime(RoleNode role) => Inherited(role, quota => quota.MinRuntimeMilliseconds) ?? Defaults.MinRuntime;

    /// <summary>How long victims of the role's demand may take at most.</summary>
    public static long ReclaimWithin(RoleNode role) => Inherited(role, quota => quota.ReclaimWithinMilliseconds) ?? long.MaxValue;

    /// <summary>How long the role's demand waits before it reclaims for its share.</summary>
    public static long ShareReclaimAfter(RoleNode role) => Inherited(role, quota => quota.ShareReclaimAfterMilliseconds) ?? Defaults.ShareReclaimAfter;

    private static long? Inherited(RoleNode role, Func<RoleQuota, long?> field)
    {
        for (var node = role; node is not null; node = node.Parent)
        {
            if (field(node.Quota) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
