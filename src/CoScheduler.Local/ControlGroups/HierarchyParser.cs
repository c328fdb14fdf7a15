using System.Collections.Immutable;

namespace CoScheduler.Local.ControlGroups;

/// <summary>
/// Reads which trees there are from <c>/proc/self/mountinfo</c> (proc(5)) and where we are in them from
/// <c>/proc/self/cgroup</c> (cgroups(7)): version 1, version 2 and both at once.
/// </summary>
internal static class HierarchyParser
{
    private static readonly string[] Wanted = [ControllerNames.Cpu, ControllerNames.Memory, ControllerNames.Pids, ControllerNames.Freezer];

    /// <summary>The trees that matter to us.</summary>
    /// <param name="mountInfo">The text of <c>mountinfo</c>.</param>
    /// <param name="ownGroups">The text of <c>cgroup</c>.</param>
    /// <returns>The trees, in the order of their mounting.</returns>
    public static ImmutableArray<Hierarchy> Parse(string mountInfo, string ownGroups)
    {
        var own = OwnPaths(ownGroups);
        return [.. Lines(mountInfo).Select(line => ParseMount(line, own)).OfType<Hierarchy>()];
    }

    private static Hierarchy? ParseMount(string line, Dictionary<string, string> own)
    {
        var halves = line.Split(" - ", 2);
        if (halves.Length != 2 || halves[0].Split(' ') is not [_, _, _, var root, var mountPoint, ..] || halves[1].Split(' ') is not [var type, _, var options])
        {
            return null;
        }

        return type switch
        {
            "cgroup2" => new Hierarchy(true, [], mountPoint, OwnFolder(mountPoint, root, own.GetValueOrDefault(""))),
            "cgroup" when options.Split(',').Intersect(Wanted).ToImmutableArray() is { IsEmpty: false } controllers =>
                new Hierarchy(false, controllers, mountPoint, OwnFolder(mountPoint, root, own.GetValueOrDefault(controllers[0]))),
            _ => null,
        };
    }

    /// <summary>In a container the path may be the host's, of which only the part below the mount's root is here.</summary>
    private static string OwnFolder(string mountPoint, string root, string? path)
    {
        if (path is null)
        {
            return mountPoint;
        }

        var below = root != "/" && path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path;
        var folder = Path.Join(mountPoint, below).TrimEnd('/');
        return Directory.Exists(folder) ? folder : mountPoint;
    }

    /// <summary>By controller; version 2 has the empty name.</summary>
    private static Dictionary<string, string> OwnPaths(string text)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines(text))
        {
            if (line.Split(':', 3) is [_, var controllers, var path])
            {
                foreach (var controller in controllers.Split(','))
                {
                    paths.TryAdd(controller, path);
                }
            }
        }

        return paths;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
