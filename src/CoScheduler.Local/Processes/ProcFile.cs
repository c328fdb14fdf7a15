namespace CoScheduler.Local.Processes;

/// <summary>Files of processes that may end while one reads them.</summary>
internal static class ProcFile
{
    /// <summary>Reads a file of <c>/proc</c>.</summary>
    /// <param name="path">Which.</param>
    /// <returns>Its text, or null if the process is gone or somebody else's.</returns>
    public static string? ReadOrNull(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return text.Length == 0 ? null : text;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All processes there are now.</summary>
    /// <returns>Their ids.</returns>
    public static IEnumerable<int> Processes() =>
        Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0).Where(pid => pid > 0);
}
