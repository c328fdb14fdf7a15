using System.Collections.Immutable;

namespace CoScheduler.Triggers.Kafka;

/// <summary>The broker, and the topics through which requests come and replies go (contract.md section 3).</summary>
public sealed record KafkaOptions
{
    /// <summary>The topic for requests where none is configured.</summary>
    public const string DefaultRequestTopic = "coscheduler.requests";

    /// <summary>The topic for replies to whoever names none.</summary>
    public const string DefaultRepliesTopic = "coscheduler.replies";

    /// <summary>The topic for what can't be read.</summary>
    public const string DefaultDeadLetterTopic = "coscheduler.dead";

    /// <summary>The consumer group.</summary>
    public const string DefaultGroup = "coscheduler";

    /// <summary>The largest request that is read, in bytes: Kafka's own default for a message.</summary>
    public const int DefaultMaxRequestBytes = 1_048_576;

    /// <summary>How many messages are handled together at most.</summary>
    public const int DefaultMaxBatch = 256;

    /// <summary>Where the broker is: <c>host:port</c>, several with commas.</summary>
    public required string Bootstrap { get; init; }

    /// <summary>
    /// Whether it is the embedded broker, which holds an empty fetch for its whole waiting time and is slow to form consumer groups.
    /// </summary>
    public bool Embedded { get; init; }

    /// <summary>More librdkafka properties (<c>security.protocol</c>, <c>sasl.*</c>, <c>ssl.*</c>), for every client.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The topics that requests come from.</summary>
    public ImmutableSortedDictionary<string, RequestTopic> RequestTopics { get; init; } =
        ImmutableSortedDictionary<string, RequestTopic>.Empty.Add(DefaultRequestTopic, RequestTopic.Open);

    /// <summary>The topic for what can't be read.</summary>
    public string DeadLetterTopic { get; init; } = DefaultDeadLetterTopic;

    /// <summary>The topic for replies to whoever names none.</summary>
    public string ReplyTopic { get; init; } = DefaultRepliesTopic;

    /// <summary>The consumer group.</summary>
    public string Group { get; init; } = DefaultGroup;

    /// <summary>The largest request that is read, in bytes; a larger one is a dead letter.</summary>
    public int MaxRequestBytes { get; init; } = DefaultMaxRequestBytes;

    /// <summary>How many messages are handled together at most; while they are, no further ones are taken.</summary>
    public int MaxBatch { get; init; } = DefaultMaxBatch;

    /// <summary>The topics that replies may go to from a request topic: its own globs, or the default of contract.md section 3.</summary>
    /// <param name="requestTopic">The request topic.</param>
    /// <returns>The globs, <c>*</c> standing for any characters; never empty.</returns>
    public ImmutableArray<string> ReplyGlobs(string requestTopic) =>
        RequestTopics.TryGetValue(requestTopic, out var topic) && !topic.ReplyTo.IsDefaultOrEmpty
            ? topic.ReplyTo
            : [Embedded ? "*" : DefaultRepliesTopic + "*"];

    /// <summary>Whether a topic is one of ours, which replies never go to: a request topic or the dead letters.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOurs(string topic) => topic == DeadLetterTopic || RequestTopics.ContainsKey(topic);
}

/// <summary>Who may ask through a request topic.</summary>
/// <param name="Roles">The roles that it may ask in, and what is below them; empty means all.</param>
/// <param name="ReplyTo">The topics that replies may go to, as globs; empty means the default.</param>
public sealed record RequestTopic(ImmutableArray<string> Roles, ImmutableArray<string> ReplyTo)
{
    /// <summary>All roles, and the default reply topics.</summary>
    public static RequestTopic Open { get; } = new([], []);
}
