using CoScheduler.Pool;

namespace CoScheduler.Server.Quota;

/// <summary>What differs between two trees of roles, by role and field.</summary>
internal static class QuotaDifference
{
    /// <summary>Compares two trees.</summary>
    /// <returns>The roles that differ, by name; none if the trees say the same.</returns>
    public static IReadOnlyList<RoleDifference> Between(QuotaTree before, QuotaTree after) =>
    [
        .. before.Roles.Keys.Union(after.Roles.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(role => Of(role, before.Roles.GetValueOrDefault(role), after.Roles.GetValueOrDefault(role)))
            .Where(difference => difference.Change != RoleChange.Changed || difference.Fields.Count > 0),
    ];

    private static RoleDifference Of(string role, RoleQuota? before, RoleQuota? after)
    {
        var old = before is null ? Nothing : QuotaText.Texts(before);
        var now = after is null ? Nothing : QuotaText.Texts(after);
        var fields = old.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Select(field => new FieldDifference(field, old.GetValueOrDefault(field), now.GetValueOrDefault(field)))
            .Where(field => field.Before != field.After);
        return new RoleDifference(role, before is null ? RoleChange.Added : after is null ? RoleChange.Removed : RoleChange.Changed, [.. fields]);
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What became of a role.</summary>
internal enum RoleChange
{
    Added,
    Removed,
    Changed,
}

/// <summary>How a role differs.</summary>
/// <param name="Role">Its path.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Fields">The fields that differ, in the order of the file.</param>
internal sealed record RoleDifference(string Role, RoleChange Change, IReadOnlyList<FieldDifference> Fields)
{
    /// <summary>In a word or two, for a list.</summary>
    public override string ToString() => Change == RoleChange.Changed ? Role : $"{Role} ({Change.ToString().ToLowerInvariant()})";
}

/// <summary>How a field differs; null where it is not given.</summary>
internal sealed record FieldDifference(string Field, string? Before, string? After);
