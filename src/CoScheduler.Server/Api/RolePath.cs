namespace CoScheduler.Server.Api;

/// <summary>Paths in the tree of roles.</summary>
internal static class RolePath
{
    /// <summary>Whether a role is another one or below it; all are below the root, the empty path.</summary>
    public static bool IsWithin(string role, string ancestor) =>
        ancestor.Length == 0 || role == ancestor || (role.Length > ancestor.Length && role[ancestor.Length] == '/' && role.StartsWith(ancestor, StringComparison.Ordinal));
}
