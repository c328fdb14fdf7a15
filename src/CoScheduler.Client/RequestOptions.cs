namespace CoScheduler.Client;

/// <summary>What can be said of a request beside its parameters.</summary>
public sealed record RequestOptions
{
    /// <summary>Defaults for all.</summary>
    public static RequestOptions Default { get; } = new();

    /// <summary>Its id; null makes one. The same source, id and content is answered from what is kept, and never run twice.</summary>
    public string? Id { get; init; }

    /// <summary>Its source; null means the client's.</summary>
    public string? Source { get; init; }

    /// <summary>Until when; of this and <see cref="Timeout"/> the earlier holds.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How long from acceptance.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Which events are sent.</summary>
    public ReplyMode Reply { get; init; } = ReplyMode.Events;

    /// <summary>Where replies go, if not to the client: only for requests that are sent and not followed.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Copied to every reply, for the app's own use.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Whether the request is cancelled when its events are no longer read before it has ended.</summary>
    public bool CancelWhenAbandoned { get; init; } = true;
}
