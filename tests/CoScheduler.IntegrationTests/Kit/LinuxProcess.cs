using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CoScheduler.IntegrationTests.Kit;

/// <summary>Processes of this machine by id, from /proc. One that ended in between says nothing.</summary>
internal static class LinuxProcess
{
    /// <summary>Every process that has not ended; zombies have.</summary>
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>The words of its command line.</summary>
    public static string[] CommandLine(int id) => Read($"/proc/{id}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Its command line and its environment.</summary>
    public static string Said(int id) => Read($"/proc/{id}/cmdline") + Read($"/proc/{id}/environ");

    /// <summary>Where it works.</summary>
    public static string WorkingFolder(int id)
    {
        try
        {
            return new DirectoryInfo($"/proc/{id}/cwd").LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>SIGKILL.</summary>
    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended by itself in between.
        }
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
