namespace CoScheduler.Simulation.Worlds;

/// <summary>What a simulated task does. Times in milliseconds; null means never.</summary>
public sealed record TaskBehaviour
{
    /// <summary>How long until it is seen running.</summary>
    public long Start { get; init; }

    /// <summary>Whether it can't be started at all.</summary>
    public bool FailsToStart { get; init; }

    /// <summary>How long it then runs, left alone.</summary>
    public long? Runs { get; init; }

    /// <summary>Its exit code when it has run.</summary>
    public int ExitCode { get; init; }

    /// <summary>Is told that its work is done, just before it exits by itself; null if nobody need know.</summary>
    public Action? Done { get; init; }

    /// <summary>How long it takes to go after the polite signal.</summary>
    public long? Leaves { get; init; } = 1_000;

    /// <summary>How long until its end by the kill is confirmed.</summary>
    public long? Dies { get; init; } = 100;
}
