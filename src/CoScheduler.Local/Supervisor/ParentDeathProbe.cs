using CoScheduler.Local.Processes;

namespace CoScheduler.Local.Supervisor;

/// <summary>Finds a <c>setpriv</c> that can set the parent-death signal: that of util-linux from 2.33 on, not that of busybox.</summary>
internal static class ParentDeathProbe
{
    private const string Name = "setpriv";

    /// <summary>Finds and tries it.</summary>
    /// <returns>Its path, or null if there is none that can.</returns>
    public static string? Find()
    {
        var environment = MinimalEnvironment.Create();
        var program = ProgramPath.Find(Name, environment["PATH"], "/");
        return program is not null && Works(program, environment) ? program : null;
    }

    private static bool Works(string program, SortedDictionary<string, string> environment)
    {
        var pid = ProcessSpawner.Spawn(new SpawnOrder
        {
            Command = [program, "--pdeathsig", "KILL", "--", "/bin/sh", "-c", ":"],
            Environment = environment,
            OutputFile = "/dev/null",
            ErrorFile = "/dev/null",
        });
        return ChildProcess.Take(pid) == 0;
    }
}
