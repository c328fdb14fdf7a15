using CoScheduler.Cli.Output;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;

namespace CoScheduler.Cli.Simulation;

/// <summary>Reads the quota file that a simulation is to run under.</summary>
internal static class QuotaOption
{
    /// <summary>The file's quota; the other one if no file is named; null, and every fault said, if it can't be read.</summary>
    public static async Task<QuotaTree?> ReadAsync(string? file, QuotaTree otherwise, Printer print, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return otherwise;
        }

        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            print.Note($"coscheduler: missing_file: {file} can't be read: {e.Message}");
            return null;
        }

        var (tree, errors) = QuotaFile.Parse(text);
        foreach (var error in errors)
        {
            print.Note($"coscheduler: {error.Code}: {file}, {error.Detail}");
        }

        return tree;
    }
}
