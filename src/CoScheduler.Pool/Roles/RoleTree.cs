using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.Roles;

/// <summary>The tree of roles in force.</summary>
internal sealed class RoleTree
{
    private readonly Dictionary<string, RoleNode> _roles = new(StringComparer.Ordinal);
    private readonly List<RoleNode> _all;

    public RoleTree(Dimensions dimensions, QuotaTree quota)
    {
        Root = new RoleNode(dimensions, KeepWatch, RoleName.Root, new RoleQuota(), null);
        foreach (var (path, role) in quota.Roles.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var slash = path.LastIndexOf('/');
            var parent = slash < 0 ? Root : _roles[path[..slash]];
            _roles.Add(path, new RoleNode(dimensions, KeepWatch, new RoleName(path), role, parent));
        }

        Root.Settle();
        Root.SettleDown();
        _all = [.. Root.Subtree.Skip(1)];
    }

    public RoleNode Root { get; }

    /// <summary>What guarantees no longer cover.</summary>
    public KeepWatch KeepWatch { get; } = new();

    /// <summary>Every role but the root, parents before children.</summary>
    public IReadOnlyList<RoleNode> All => _all;

    public RoleNode? Find(RoleName role) => _roles.GetValueOrDefault(role.Value);

    /// <summary>A role that is known to be there, for it is in use.</summary>
    public RoleNode this[RoleName role] => _roles[role.Value];
}
