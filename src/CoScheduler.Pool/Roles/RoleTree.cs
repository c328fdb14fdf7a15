namespace CoScheduler.Pool.Roles;

/// <summary>The tree of roles in force.</summary>
internal sealed class RoleTree
{
    private readonly Dictionary<string, RoleNode> _roles = new(StringComparer.Ordinal);

    public RoleTree(QuotaTree quota)
    {
        Root = new RoleNode(RoleName.Root, new RoleQuota(), null);
        foreach (var (path, role) in quota.Roles.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var slash = path.LastIndexOf('/');
            var parent = slash < 0 ? Root : _roles[path[..slash]];
            _roles.Add(path, new RoleNode(new RoleName(path), role, parent));
        }

        Root.Settle();
    }

    public RoleNode Root { get; }

    /// <summary>Every role but the root, parents before children.</summary>
    public IEnumerable<RoleNode> All => Root.Subtree.Skip(1);

    public RoleNode? Find(RoleName role) => _roles.GetValueOrDefault(role.Value);

    /// <summary>A role that is known to be there, for it is in use.</summary>
    public RoleNode this[RoleName role] => _roles[role.Value];
}
