namespace CoScheduler.Local.Processes;

/// <summary>The few variables of ours that a task or a supervisor is given; whatever else we have may be a secret.</summary>
internal static class MinimalEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly string[] Names = ["PATH", "HOME", "LANG", "TMPDIR"];

    /// <summary>A new environment with these variables.</summary>
    /// <returns>The variables that are set, <c>PATH</c> always.</returns>
    public static SortedDictionary<string, string> Create()
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = DefaultPath };
        foreach (var name in Names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
