using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>How requests are served.</summary>
public sealed record RequestsOptions
{
    /// <summary>The default of <see cref="MessageLimit"/>: below the broker's 1,048,588 with room for its own framing.</summary>
    public const int DefaultMessageLimit = 1_000_000;

    /// <summary>The least that <see cref="MessageLimit"/> may be: attributes alone may need as much.</summary>
    public const int MinMessageLimit = 65_536;

    /// <summary>The default of <see cref="BufferedResultBytes"/>.</summary>
    public const int DefaultBufferedResultBytes = 1 << 20;

    /// <summary>The default of <see cref="MaxQueued"/>.</summary>
    public const int DefaultMaxQueued = 10_000;

    /// <summary>The default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 3;

    /// <summary>Who we are, in replies' <c>source</c>.</summary>
    public string Cluster { get; init; } = "default";

    /// <summary>The engine of analyses that name none.</summary>
    public required string DefaultEngine { get; init; }

    /// <summary>The topic for replies to whoever asks over Kafka and names none.</summary>
    public string ReplyTopic { get; init; } = "coscheduler.replies";

    /// <summary>The topics that replies may go to, as globs, by the request topic; null asks for those of HTTP.</summary>
    public Func<string?, ImmutableArray<string>> ReplyGlobs { get; init; } = _ => ["coscheduler.replies*"];

    /// <summary>Whether a topic is one of ours (a request topic, the dead letters), which replies never go to.</summary>
    public Func<string, bool> IsOurTopic { get; init; } = topic => topic is "coscheduler.requests" or "coscheduler.dead";

    /// <summary>How many bytes a reply may have, attributes included; larger results are split, or refused where they can't be.</summary>
    public int MessageLimit { get; init; } = DefaultMessageLimit;

    /// <summary>How many bytes of a result are held back to be kept together with its end; a larger result goes out batch by batch.</summary>
    public int BufferedResultBytes { get; init; } = DefaultBufferedResultBytes;

    /// <summary>How many requests of a role may wait where the role says nothing.</summary>
    public int MaxQueued { get; init; } = DefaultMaxQueued;

    /// <summary>How often a request may be run, where its analysis allows it to be run again.</summary>
    public int MaxAttempts { get; init; } = DefaultMaxAttempts;

    /// <summary>What a role that has too many waiting tells whoever asks.</summary>
    public TimeSpan BusyRetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much longer than its analysis allows an attempt may run before it is ended here, for its engine ends it by then.</summary>
    public TimeSpan TimeLimitGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a cancel of a request that was not yet seen is remembered.</summary>
    public TimeSpan CancelMemory { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long requests are kept after their end.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Every fault of these options.</summary>
    /// <returns>One sentence each; none if all is well.</returns>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(Cluster))
        {
            yield return "The cluster's name is empty; give one.";
        }

        if (MessageLimit < MinMessageLimit)
        {
            yield return $"The message limit is {MessageLimit} bytes; give at least {MinMessageLimit}.";
        }

        if (BufferedResultBytes < 0 || MaxQueued < 0 || MaxAttempts < 1)
        {
            yield return "Buffered bytes and queued requests can't be negative, and there is at least one attempt.";
        }

        if (CancelMemory < TimeSpan.Zero || Kept <= TimeSpan.Zero || BusyRetryAfter <= TimeSpan.Zero || TimeLimitGrace < TimeSpan.Zero)
        {
            yield return "How long cancels and requests are kept, when to try again and the grace of time limits can't be negative.";
        }
    }
}

/// <summary>How many requests of a role may run and wait.</summary>
/// <param name="MaxRunning">How many may run at once; null leaves it to the engine.</param>
/// <param name="MaxQueued">How many may wait; null means <see cref="RequestsOptions.MaxQueued"/>.</param>
public sealed record RoleLimits(int? MaxRunning, int? MaxQueued);
