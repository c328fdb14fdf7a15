using System.Collections.Immutable;

namespace CoScheduler.Local.ControlGroups;

/// <summary>Our own group in one tree, in which each task gets one.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="IsUnified">Whether it is of version 2.</param>
/// <param name="Controllers">What it controls.</param>
internal sealed record GroupRoot(string Folder, bool IsUnified, ImmutableArray<string> Controllers)
{
    /// <summary>Makes our group in a tree.</summary>
    /// <param name="hierarchy">The tree.</param>
    /// <param name="name">The group's name.</param>
    /// <param name="notices">Says why it could not be made.</param>
    /// <returns>The group, or null.</returns>
    public static GroupRoot? Create(Hierarchy hierarchy, string name, ICollection<string> notices) =>
        hierarchy.IsUnified ? CreateUnified(hierarchy, name, notices) : CreateLegacy(hierarchy, name, notices);

    private static GroupRoot? CreateLegacy(Hierarchy hierarchy, string name, ICollection<string> notices)
    {
        var folder = Path.Join(hierarchy.OwnFolder, name);
        return TryMake(folder, notices) ? new GroupRoot(folder, false, hierarchy.Controllers) : null;
    }

    /// <summary>
    /// A group of version 2 that has processes can't hand controllers to its children, and the one we are in has us. So its
    /// parent is tried as well: that is where a user's own slice, or a container's root, lets us make groups beside it.
    /// </summary>
    private static GroupRoot? CreateUnified(Hierarchy hierarchy, string name, ICollection<string> notices)
    {
        var refusals = new List<string>();
        GroupRoot? best = null;
        foreach (var parent in Parents(hierarchy))
        {
            var folder = Path.Join(parent, name);
            EnableControllers(parent);
            if (best?.Controllers.Length == ControllerNames.Limiting.Length || !TryMake(folder, refusals))
            {
                continue;
            }

            var found = new GroupRoot(folder, true, EnableControllers(folder));
            best = Better(best, found);
        }

        if (best is null)
        {
            refusals.ForEach(notices.Add);
        }

        return best;
    }

    private static GroupRoot Better(GroupRoot? old, GroupRoot found)
    {
        if (old is null)
        {
            return found;
        }

        var (kept, dropped) = found.Controllers.Length > old.Controllers.Length ? (found, old) : (old, found);
        GroupFolder.TryRemove(dropped.Folder);
        return kept;
    }

    private static IEnumerable<string> Parents(Hierarchy hierarchy)
    {
        yield return hierarchy.OwnFolder;
        if (hierarchy.OwnFolder != hierarchy.MountPoint && Path.GetDirectoryName(hierarchy.OwnFolder) is { } above)
        {
            yield return above;
        }
    }

    private static ImmutableArray<string> EnableControllers(string folder)
    {
        var available = GroupFile.Read(folder, GroupFile.Controllers).Split(' ', '\n');
        return [.. ControllerNames.Limiting.Intersect(available).Where(controller => GroupFile.TryWrite(folder, GroupFile.SubtreeControl, $"+{controller}") is null)];
    }

    private static bool TryMake(string folder, ICollection<string> notices)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            notices.Add(refused.Message);
            return false;
        }
    }
}
