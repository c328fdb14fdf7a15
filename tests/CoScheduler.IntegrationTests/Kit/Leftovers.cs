using System.Security.Cryptography;
using System.Text;

namespace CoScheduler.IntegrationTests.Kit;

/// <summary>Processes that belong to a state folder: they work in it, or it or an agent's mark stands on their command line or in their environment.</summary>
internal static class Leftovers
{
    /// <summary>Their ids.</summary>
    public static IReadOnlyList<int> Of(string state)
    {
        var marks = Marks(state);
        return [.. LinuxProcess.All().Where(id => id != Environment.ProcessId && Belongs(id, state, marks))];
    }

    /// <summary>Those whose command line has a word.</summary>
    public static IReadOnlyList<int> Of(string state, string word) =>
        [.. Of(state).Where(id => LinuxProcess.CommandLine(id).Contains(word, StringComparer.Ordinal))];

    /// <summary>Waits until none is left.</summary>
    public static Task NoneAsync(string state, TimeSpan limit) =>
        Within.LimitAsync(limit, () => $"no process of {state} is left, but there are:\n{Describe(state)}", () => Task.FromResult(Of(state).Count == 0));

    /// <summary>Ends what is left, so that no test leaves anything behind.</summary>
    public static Task EndAsync(string state) => Within.LimitAsync(
        TimeSpan.FromSeconds(60),
        () => $"all processes of {state} are killed, but there are:\n{Describe(state)}",
        () =>
        {
            foreach (var id in Of(state))
            {
                LinuxProcess.Kill(id);
            }

            return Task.FromResult(Of(state).Count == 0);
        });

    /// <summary>Their ids and command lines, a line each.</summary>
    public static string Describe(string state) => string.Join('\n', Of(state).Select(id => $"{id} {string.Join(' ', LinuxProcess.CommandLine(id))}"));

    // A supervisor marks what it starts by a hash of its agent's folder: a task's own command line and environment need not name the state folder.
    private static List<string> Marks(string state)
    {
        var agents = Path.Combine(Path.GetFullPath(state), "agents");
        return Directory.Exists(agents)
            ? [.. Directory.EnumerateDirectories(agents).Select(folder => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16])]
            : [];
    }

    private static bool Belongs(int id, string state, List<string> marks)
    {
        var said = LinuxProcess.Said(id);
        return said.Contains(state, StringComparison.Ordinal)
            || marks.Any(mark => said.Contains(mark, StringComparison.Ordinal))
            || LinuxProcess.WorkingFolder(id).StartsWith(state, StringComparison.Ordinal);
    }
}
