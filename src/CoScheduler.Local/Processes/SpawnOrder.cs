using System.Collections.Immutable;

namespace CoScheduler.Local.Processes;

/// <summary>A process to start, in a session of its own, with no descriptor of ours but those named.</summary>
internal sealed record SpawnOrder
{
    /// <summary>The program and its arguments; the program as an absolute path.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The file that its standard output is appended to.</summary>
    public required string OutputFile { get; init; }

    /// <summary>The file that its standard error is appended to.</summary>
    public required string ErrorFile { get; init; }

    /// <summary>Our descriptor that becomes its standard input; null means none.</summary>
    public int? InputDescriptor { get; init; }

    /// <summary>Our descriptor that it keeps as number 3; null means none.</summary>
    public int? KeptDescriptor { get; init; }
}
