using System.Collections.Immutable;

namespace CoScheduler.Local;

/// <summary>How this machine is used. See <see cref="LocalSubstrateOptionsValidator"/> for the bounds.</summary>
public sealed record LocalSubstrateOptions
{
    /// <summary>How long tasks outlive a server that died, unless told otherwise.</summary>
    public static readonly TimeSpan DefaultRecoveryTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long after its polite signal a task is killed, unless told otherwise. Spark needs at least 1 s between the two.</summary>
    public static readonly TimeSpan DefaultKillWait = TimeSpan.FromSeconds(1);

    /// <summary>The agents, each with a supervisor of its own.</summary>
    public required ImmutableArray<LocalAgent> Agents { get; init; }

    /// <summary>The server's state folder; agents' files go to <c>agents/NAME</c> in it.</summary>
    public required string StateFolder { get; init; }

    /// <summary>How this program is started again, for example <c>dotnet /opt/coscheduler/coscheduler.dll</c>.</summary>
    public required ImmutableArray<string> SelfCommand { get; init; }

    /// <summary>How long tasks outlive a server that died, waiting for the next; zero ends them at once.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = DefaultRecoveryTimeout;

    /// <summary>How long after its polite signal a task is killed.</summary>
    public TimeSpan KillWait { get; init; } = DefaultKillWait;
}
