using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>What of each role's unused guarantee others use now.</summary>
internal static class Lending
{
    public static Dictionary<RoleNode, ResourceVector> Of(PoolState state)
    {
        var lent = new Dictionary<RoleNode, ResourceVector>();
        Lend(state.Roles.Root, state.Capacity, lent);
        return lent;
    }

    /// <summary>What siblings use above what is guaranteed to nobody is borrowed from those who don't use theirs, in proportion.</summary>
    private static void Lend(RoleNode parent, ResourceVector capacity, Dictionary<RoleNode, ResourceVector> lent)
    {
        foreach (var (resource, amount) in capacity.Amounts)
        {
            Int128 guaranteed = 0, borrowed = 0, unused = 0;
            foreach (var role in parent.Children)
            {
                guaranteed += role.Guarantee[resource];
                borrowed += Math.Max(0, role.Used[resource] - role.Guarantee[resource]);
                unused += Math.Max(0, role.Guarantee[resource] - role.Used[resource]);
            }

            var total = (long)Int128.Min(unused, Int128.Max(0, borrowed - Int128.Max(0, amount - guaranteed)));
            if (total > 0)
            {
                Split(parent, resource, total, lent);
            }
        }

        foreach (var role in parent.Children)
        {
            Lend(role, role.Guarantee.Max(role.Used), lent);
        }
    }

    private static void Split(RoleNode parent, string resource, long total, Dictionary<RoleNode, ResourceVector> lent)
    {
        var unused = parent.Children.Select(role => Math.Max(0, role.Guarantee[resource] - role.Used[resource])).ToArray();
        var parts = WaterFilling.Split(total, unused, i => parent.Children[i].Name.Value);
        for (var i = 0; i < parts.Length; i++)
        {
            var role = parent.Children[i];
            lent[role] = lent.GetValueOrDefault(role, ResourceVector.Empty).With(resource, parts[i]);
        }
    }
}
