using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoScheduler.Spark.Connect;

/// <summary>How to reach a Spark Connect server, and as whom.</summary>
public sealed record SparkConnectOptions
{
    /// <summary>The port of a Connect server that was given no other.</summary>
    public const int DefaultPort = 15002;

    /// <summary>The largest message either way, in bytes: the server's own default (<c>spark.connect.grpc.maxInboundMessageSize</c>).</summary>
    public const int DefaultMaxMessageSize = 128 * 1024 * 1024;

    /// <summary>The server: <c>http://host:port</c>, or <c>https</c> where a proxy speaks TLS for it.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The token of <c>spark.connect.authenticate.token</c>, sent as a bearer token; null for a server without one.</summary>
    public string? Token { get; init; }

    /// <summary>The user that the session belongs to. Servers believe it.</summary>
    public string UserId { get; init; } = Environment.UserName.Length > 0 ? Environment.UserName : "coscheduler";

    /// <summary>The session to join or to begin; null for a new one. With the same id and user another process joins the same session.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>What the server logs as the client.</summary>
    public string UserAgent { get; init; } = $"coscheduler-dotnet dotnet/{Environment.Version}";

    /// <summary>Further gRPC metadata of every call.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Roots that an <c>https</c> server's certificate may come from, in place of those that this machine trusts; null for the machine's. Revocation is not
    /// checked for them.
    /// </summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>The largest message that is taken, in bytes.</summary>
    public int MaxReceiveMessageSize { get; init; } = DefaultMaxMessageSize;

    /// <summary>The largest message that is sent, in bytes.</summary>
    public int MaxSendMessageSize { get; init; } = DefaultMaxMessageSize;

    /// <summary>How long a connection may take to be made, and how long after that the server may take to begin speaking.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection that waits for an answer may be silent before it is tested. Shorter than 5 minutes, servers of Java's gRPC close
    /// the connection (their <c>permitKeepAliveTime</c>).
    /// </summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>The most that an interrupt or a release may take when a caller has gone; what it could not do is logged.</summary>
    public TimeSpan CleanupTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When calls are made again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>Whether exceptions carry the server's stack traces.</summary>
    public bool ServerStackTrace { get; init; }

    /// <summary>Whether disposing a session ends it on the server too. False lets somebody join it again, until it has been idle too long.</summary>
    public bool ReleaseOnDispose { get; init; } = true;

    /// <summary>What waits are measured by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Hears of retries and of cleanup that failed.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Reads Spark's connection string.</summary>
    /// <param name="text">
    /// <c>sc://host:port/;key=value;…</c> with the keys <c>token</c>, <c>user_id</c>, <c>session_id</c>, <c>user_agent</c>, <c>use_ssl</c>; any other key is
    /// sent as metadata. Values may be percent-encoded.
    /// </param>
    /// <returns>The options.</returns>
    /// <exception cref="FormatException">It is not one; the message says why.</exception>
    public static SparkConnectOptions Parse(string text) => ConnectionString.Parse(text);

    // The token must not reach a log by way of the record's own text.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Endpoint = ").Append(Endpoint).Append(", UserId = ").Append(UserId).Append(", SessionId = ").Append(SessionId);
        return true;
    }
}
