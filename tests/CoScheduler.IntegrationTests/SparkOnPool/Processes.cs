using System.Globalization;
using System.Text;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>This machine's processes, from /proc.</summary>
internal static class Processes
{
    public static IReadOnlyList<int> Find(Func<string[], bool> matches) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Arguments(pid) is { Length: > 0 } arguments && arguments[0].EndsWith("java", StringComparison.Ordinal) && matches(arguments)),
    ];

    public static string[] Arguments(int pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            // It ended while the list was read.
            return [];
        }
    }
}
