using System.Collections.Immutable;

namespace CoScheduler.Client;

/// <summary>How a client asks over Kafka.</summary>
public sealed record CoSchedulerClientOptions
{
    /// <summary>The topic for requests, unless the server's configuration has others.</summary>
    public const string DefaultRequestTopic = "coscheduler.requests";

    /// <summary>The topic for replies, unless an app has one of its own.</summary>
    public const string DefaultReplyTopic = "coscheduler.replies";

    /// <summary>How long a broker holds an empty fetch, in milliseconds: an embedded broker holds it to the end even if a reply comes.</summary>
    public const int DefaultFetchWaitMilliseconds = 10;

    /// <summary>How long the broker is tried for.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Where the broker is: <c>host:port</c>, several with commas.</summary>
    public required string Bootstrap { get; init; }

    /// <summary>Who asks: the <c>source</c> of requests, a URI reference such as <c>/shop/api</c>. Ids need only be unique within it.</summary>
    public required string Source { get; init; }

    /// <summary>The topic for requests.</summary>
    public string RequestTopic { get; init; } = DefaultRequestTopic;

    /// <summary>The topic for replies. All that is in it is read, so apps that ask much should have one of their own.</summary>
    public string ReplyTopic { get; init; } = DefaultReplyTopic;

    /// <summary>How events travel.</summary>
    public EventMode Mode { get; init; } = EventMode.Structured;

    /// <summary>More librdkafka properties (<c>security.protocol</c>, <c>sasl.*</c>, <c>ssl.*</c>).</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How long a broker holds an empty fetch, in milliseconds.</summary>
    public int FetchWaitMilliseconds { get; init; } = DefaultFetchWaitMilliseconds;

    /// <summary>How long the broker is tried for, at first and for each request.</summary>
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;
}
