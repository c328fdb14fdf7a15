using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>How services are run.</summary>
public sealed record ServicesOptions
{
    /// <summary>The default of <see cref="FirstBackoff"/>.</summary>
    public static readonly TimeSpan DefaultFirstBackoff = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="LongestBackoff"/>.</summary>
    public static readonly TimeSpan DefaultLongestBackoff = TimeSpan.FromMinutes(5);

    /// <summary>The default of <see cref="BackoffResetAfter"/>.</summary>
    public static readonly TimeSpan DefaultBackoffResetAfter = TimeSpan.FromSeconds(60);

    /// <summary>The default of <see cref="LogTailBytes"/>.</summary>
    public const int DefaultLogTailBytes = 2048;

    /// <summary>The role of services that name none.</summary>
    public RoleName DefaultRole { get; init; } = new("default");

    /// <summary>How long a replica that ended waits before it is started again, the first time; then it doubles.</summary>
    public TimeSpan FirstBackoff { get; init; } = DefaultFirstBackoff;

    /// <summary>How long it waits at most.</summary>
    public TimeSpan LongestBackoff { get; init; } = DefaultLongestBackoff;

    /// <summary>A replica that ran this long begins with the first wait again.</summary>
    public TimeSpan BackoffResetAfter { get; init; } = DefaultBackoffResetAfter;

    /// <summary>How much of a failed replica's log is kept with its failure.</summary>
    public int LogTailBytes { get; init; } = DefaultLogTailBytes;

    /// <summary>What every replica finds in its environment; a manifest's own variables are stronger.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
