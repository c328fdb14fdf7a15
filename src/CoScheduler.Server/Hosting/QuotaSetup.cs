using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

/// <summary>Roles and quotas at the first start; later, what is in force stays.</summary>
internal static class QuotaSetup
{
    /// <summary>Reads a quota file.</summary>
    /// <exception cref="StartException">It has faults: all of them in the message.</exception>
    public static QuotaTree Read(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException("invalid_quota", $"{file} can't be read: {e.Message}", e);
        }

        var (tree, errors) = QuotaFile.Parse(text);
        return tree ?? throw new StartException("invalid_quota", string.Join(Environment.NewLine, errors.Select(e => $"{file}: {e.Pointer}: {e.Detail}")));
    }

    /// <summary>Applies the tree if no quota was ever set, else says where it differs.</summary>
    public static async Task ApplyAsync(IPoolMaster master, QuotaTree tree, string file, ILogger logger, CancellationToken cancellationToken)
    {
        var current = QuotaText.ETag(master.Snapshot.Quota);
        if (current == QuotaText.ETag(tree))
        {
            return;
        }

        if (current != QuotaText.ETag(QuotaTree.Default))
        {
            Log.QuotaDiffers(logger, file, string.Join(", ", Differences(master.Snapshot.Quota, tree)));
            return;
        }

        if (await master.SubmitAsync(new SetQuota(tree), cancellationToken) is { } refusal)
        {
            throw new StartException("invalid_quota", $"{file}: {refusal.Message}");
        }
    }

    /// <summary>The roles that only one of two trees has, or that differ in them.</summary>
    internal static IEnumerable<string> Differences(QuotaTree current, QuotaTree other)
    {
        foreach (var role in current.Roles.Keys.Union(other.Roles.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (here, there) = (current.Roles.GetValueOrDefault(role), other.Roles.GetValueOrDefault(role));
            if (here is null || there is null)
            {
                yield return $"{role} ({(here is null ? "only in the file" : "not in the file")})";
            }
            else if (QuotaText.ETag(Only(here)) != QuotaText.ETag(Only(there)))
            {
                yield return role;
            }
        }
    }

    private static QuotaTree Only(RoleQuota quota) => new(System.Collections.Immutable.ImmutableSortedDictionary<string, RoleQuota>.Empty.Add("role", quota));
}
