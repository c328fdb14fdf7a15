namespace CoScheduler.Spark;

/// <summary>The servers that this client is made for.</summary>
internal static class ServerVersions
{
    private static readonly Version s_oldest = new(4, 2);

    /// <summary>What to say with an error of a server that is older; empty for others and for one that is not known.</summary>
    public static string Note(string? version) => version is not null && IsOlder(version)
        ? $" The server is Spark {version}; this client needs Spark {s_oldest} or newer."
        : "";

    // What follows the minor version, as in 4.3.0-preview1, does not matter.
    private static bool IsOlder(string version) =>
        version.Split('.') is [var major, var minor, ..] && int.TryParse(major, out var first) && int.TryParse(minor, out var second) && new Version(first, second) < s_oldest;
}
