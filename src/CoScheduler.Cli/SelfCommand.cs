using System.Collections.Immutable;

namespace CoScheduler.Cli;

/// <summary>How this program is started again.</summary>
internal static class SelfCommand
{
    /// <summary>The program as it was started: its own executable, or <c>dotnet</c> with its library.</summary>
    public static ImmutableArray<string> Find()
    {
        var process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "coscheduler.dll")]
            : [process];
    }
}
