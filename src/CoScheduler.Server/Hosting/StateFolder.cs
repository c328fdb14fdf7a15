namespace CoScheduler.Server.Hosting;

/// <summary>The folder of everything that lasts.</summary>
internal static class StateFolder
{
    /// <summary>Makes it, for its owner only.</summary>
    /// <exception cref="StartException">It can't be written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            var folder = Directory.CreateDirectory(path);
            if (!OperatingSystem.IsWindows())
            {
                folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException("state_unwritable", $"The state folder {path} can't be made ({e.Message}); choose another --state.", e);
        }
    }
}
