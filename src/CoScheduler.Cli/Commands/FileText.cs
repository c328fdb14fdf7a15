namespace CoScheduler.Cli.Commands;

/// <summary>Reads files that the command line names.</summary>
internal static class FileText
{
    /// <summary>The text of a file or, for <c>-</c>, of standard input; null, and said why, if it can't be read.</summary>
    public static async Task<string?> ReadAsync(string path, CliContext cli, CancellationToken cancellationToken)
    {
        try
        {
            return path == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cli.Print.Note($"coscheduler: {path} can't be read: {e.Message}");
            return null;
        }
    }
}
