using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>A request as it is kept. Every change gives a new one.</summary>
public sealed record RequestRecord
{
    /// <summary>Its number: requests are numbered as they are accepted.</summary>
    public required long Number { get; init; }

    /// <summary>Its identity.</summary>
    public required RequestKey Key { get; init; }

    /// <summary>The digest of its content, by which a repetition is told from a conflict.</summary>
    public required string Digest { get; init; }

    /// <summary>The analysis.</summary>
    public required string Analysis { get; init; }

    /// <summary>The analysis' digest when it was accepted.</summary>
    public required string Version { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The engine.</summary>
    public required string Engine { get; init; }

    /// <summary>The values of its parameters, as a JSON object.</summary>
    public required string Parameters { get; init; }

    /// <summary>Where its replies go, and how.</summary>
    public required ReplyRoute Route { get; init; }

    /// <summary>Where it stands.</summary>
    public RequestState State { get; init; }

    /// <summary>The current attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The <c>seq</c> of the attempt's next event.</summary>
    public int NextSeq { get; init; }

    /// <summary>Why it waits, if it does.</summary>
    public WaitReason? Reason { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public RequestError? Error { get; init; }

    /// <summary>How many rows the attempt has given.</summary>
    public long Rows { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the attempt began to run.</summary>
    public DateTimeOffset? RunningAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Which bound that is: <c>deadline</c> or <c>timeout</c>.</summary>
    public string? Bound { get; init; }

    /// <summary>What finds the attempt's execution after a restart.</summary>
    public string? ResumeToken { get; init; }

    /// <summary>The token of the last batch that was kept.</summary>
    public string? LastBatch { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool Ended => State >= RequestState.Done;

    /// <summary>The request as others see it.</summary>
    /// <returns>The view.</returns>
    public RequestView ToView() =>
        new(Key, Analysis, Version, Role, Engine, State, Attempt, Reason, Error, Rows, AcceptedAt, RunningAt, EndedAt, Deadline);
}

/// <summary>Where a request's replies go, and how.</summary>
/// <param name="Topic">The topic; null if replies are only kept, to be read over HTTP.</param>
/// <param name="Partition">The partition, or null to let the key decide.</param>
/// <param name="Structured">Whether replies are structured; else binary.</param>
/// <param name="Final">Whether only the terminal event is sent, rows in it.</param>
/// <param name="Format">The form of rows.</param>
/// <param name="Copied">What is copied to every reply.</param>
public sealed record ReplyRoute(
    string? Topic,
    int? Partition,
    bool Structured,
    bool Final,
    ResultFormat Format,
    ImmutableSortedDictionary<string, string> Copied);
