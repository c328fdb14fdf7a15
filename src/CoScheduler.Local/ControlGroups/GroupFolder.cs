namespace CoScheduler.Local.ControlGroups;

/// <summary>Removing groups: only rmdir works, and only when no process is left.</summary>
internal static class GroupFolder
{
    /// <summary>Removes a group.</summary>
    /// <param name="folder">Its folder.</param>
    /// <returns>Whether it is gone; false while it has processes.</returns>
    public static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
