using System.Globalization;

namespace CoScheduler.Local.ControlGroups;

/// <summary>Control files: they exist as soon as their group does, and refuse by I/O errors.</summary>
internal static class GroupFile
{
    /// <summary>The file that lists a group's processes and takes new ones.</summary>
    public const string Processes = "cgroup.procs";

    /// <summary>Version 2: what a group's children can limit.</summary>
    public const string SubtreeControl = "cgroup.subtree_control";

    /// <summary>Version 2: what a group can limit.</summary>
    public const string Controllers = "cgroup.controllers";

    /// <summary>Version 2, from Linux 5.14 on: kills all that is in the group and below.</summary>
    public const string Kill = "cgroup.kill";

    /// <summary>Version 1: freezes and thaws a group.</summary>
    public const string FreezerState = "freezer.state";

    /// <summary>Writes a value.</summary>
    /// <param name="folder">The group.</param>
    /// <param name="file">The control file.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null if the kernel took it, else its reason.</returns>
    public static string? TryWrite(string folder, string file, string value)
    {
        try
        {
            File.WriteAllText(Path.Join(folder, file), value);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="folder">The group.</param>
    /// <param name="file">The control file.</param>
    /// <returns>The text; empty if there is no such file.</returns>
    public static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Join(folder, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The processes of a group, ended ones not counted.</summary>
    /// <param name="folder">The group.</param>
    /// <returns>Their ids; 0, one that can't be seen from here, left out.</returns>
    public static IEnumerable<int> ReadProcesses(string folder) =>
        Read(folder, Processes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
            .Where(pid => pid > 0);

    /// <summary>Reads one number of a file of lines <c>name number</c>.</summary>
    /// <param name="folder">The group.</param>
    /// <param name="file">The control file.</param>
    /// <param name="name">Which number.</param>
    /// <returns>The number; 0 if it is not there.</returns>
    public static long ReadCounter(string folder, string file, string name)
    {
        var line = Read(folder, file).Split('\n').FirstOrDefault(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }
}
