namespace CoScheduler.Local.Processes;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds a program.</summary>
    /// <param name="program">A path, or a name to look for.</param>
    /// <param name="searchPath">Folders, separated by colons.</param>
    /// <param name="directory">What a relative path starts from.</param>
    /// <returns>Its absolute path, or null if there is none that can be run.</returns>
    public static string? Find(string program, string searchPath, string directory)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(program, directory);
            return CanRun(path) ? path : null;
        }

        return searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(CanRun);
    }

    private static bool CanRun(string path) => !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
}
