namespace CoScheduler.Analyses;

/// <summary>A request's identity (contract.md section 3).</summary>
/// <param name="Source">The CloudEvent's <c>source</c>.</param>
/// <param name="Id">The CloudEvent's <c>id</c>.</param>
public readonly record struct RequestKey(string Source, string Id);

/// <summary>The error object of Kafka and HTTP alike (contract.md section 3).</summary>
/// <param name="Code">The code, in snake case.</param>
/// <param name="Detail">One sentence that says what to do.</param>
public sealed record RequestError(string Code, string Detail)
{
    /// <summary>Whether the same may succeed later.</summary>
    public bool Retryable { get; init; }

    /// <summary>When it is worth trying again; null means unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Every single fault, if there are several.</summary>
    public System.Collections.Immutable.ImmutableArray<ErrorItem> Errors { get; init; } = [];
}

/// <summary>One fault of several.</summary>
/// <param name="Pointer">Where, as a JSON pointer.</param>
/// <param name="Code">The code, in snake case.</param>
/// <param name="Detail">One sentence.</param>
public sealed record ErrorItem(string Pointer, string Code, string Detail);

/// <summary>Where a request stands.</summary>
public enum RequestState
{
    /// <summary>Kept, and not yet running.</summary>
    Accepted,

    /// <summary>Waits, for a reason that was told.</summary>
    Queued,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>All rows were given.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>Its deadline or timeout passed.</summary>
    Expired,
}
