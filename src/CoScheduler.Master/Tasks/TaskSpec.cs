using System.Collections.Immutable;

namespace CoScheduler.Master;

/// <summary>The signal by which a task is asked to go.</summary>
public enum PoliteSignal
{
    /// <summary>SIGTERM.</summary>
    Terminate,

    /// <summary>SIGPWR: Spark's executors decommission themselves.</summary>
    Power,
}

/// <summary>
/// What a task runs: the payload of the pool's launch commands, as JSON. It is journaled, so it holds no secret: those
/// are named in <see cref="Secrets"/> and looked up when the task is started.
/// </summary>
public sealed record TaskSpec
{
    /// <summary>What it is, for people and filters: <c>executor</c>, <c>driver</c>, <c>worker</c>, <c>service</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A name for people, for example <c>site-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Added to a minimal environment (PATH, HOME, LANG, TMPDIR).</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Environment variables whose values are secrets: variable to the secret's name in <see cref="ISecretStore"/>.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The working directory; null means one of its own, made for it and removed when it is forgotten.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How it is asked to go.</summary>
    public PoliteSignal PoliteSignal { get; init; } = PoliteSignal.Terminate;

    /// <summary>What its framework needs to know it again after a restart, for example <c>driver</c> or <c>port</c>.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
