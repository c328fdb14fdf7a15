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
        var (tree, errors) = QuotaFile.Parse(File.ReadAllText(file));
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
            Log.QuotaDiffers(logger, file);
            return;
        }

        if (await master.SubmitAsync(new SetQuota(tree), cancellationToken) is { } refusal)
        {
            throw new StartException("invalid_quota", $"{file}: {refusal.Message}");
        }
    }
}
