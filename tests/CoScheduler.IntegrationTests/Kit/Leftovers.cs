using System.Diagnostics;
using System.Text;

namespace CoScheduler.IntegrationTests.Kit;

/// <summary>Processes that belong to a state folder: it stands on their command line or in their environment.</summary>
internal static class Leftovers
{
    /// <summary>Their ids.</summary>
    public static IReadOnlyList<int> Of(string state)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId && (Names(folder, "cmdline", state) || Names(folder, "environ", state)))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>Waits until none is left.</summary>
    public static Task NoneAsync(string state, TimeSpan limit) =>
        Within.LimitAsync(limit, $"no process of {state} is left (now: {string.Join(", ", Of(state).Select(Describe))})", () => Of(state).Count == 0);

    /// <summary>Ends what is left, so that no test leaves anything behind.</summary>
    public static async Task EndAsync(string state)
    {
        foreach (var id in Of(state))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It ended by itself in between.
            }
        }

        await NoneAsync(state, TimeSpan.FromSeconds(10));
    }

    private static string Describe(int id) => $"{id} {Read($"/proc/{id}/cmdline").Replace('\0', ' ')}";

    private static bool Names(string folder, string file, string state) => Read(Path.Combine(folder, file)).Contains(state, StringComparison.Ordinal);

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended while it was looked at.
            return "";
        }
    }
}
