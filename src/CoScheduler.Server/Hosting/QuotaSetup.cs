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

    /// <summary>Applies the tree if no quota was ever set; what is in force stays otherwise, and where the file differs is an alarm.</summary>
    /// <returns>The watch that raises it, now and later.</returns>
    /// <exception cref="StartException">The pool refuses the tree.</exception>
    public static async Task<QuotaFileWatch> ApplyAsync(IPoolMaster master, QuotaTree tree, string file, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var current = QuotaText.ETag(master.Snapshot.Quota);
        if (current == QuotaText.ETag(QuotaTree.Default) && current != QuotaText.ETag(tree)
            && await master.SubmitAsync(new SetQuota(tree), new Origin(Environment.UserName, $"first start with {file}"), cancellationToken) is { } refusal)
        {
            throw new StartException("invalid_quota", $"{file}: {refusal.Message}");
        }

        return new QuotaFileWatch(file, master, time, logs.CreateLogger<QuotaFileWatch>());
    }
}
