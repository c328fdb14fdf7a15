using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Server.Options;

/// <summary>What <c>coscheduler up</c> runs with (contract.md section 1), checked.</summary>
public sealed record ServerOptions
{
    /// <summary>Where the API listens; port 0 picks a free one.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:7070");

    /// <summary>The folder of everything that lasts.</summary>
    public required string State { get; init; }

    /// <summary>The agents on this machine.</summary>
    public required ImmutableArray<AgentOption> Agents { get; init; }

    /// <summary>The broker's address; null means the embedded broker.</summary>
    public string? Kafka { get; init; }

    /// <summary>A file of librdkafka properties, or null.</summary>
    public string? KafkaConfig { get; init; }

    /// <summary>Topics that requests are read from, by name; the default one if none is named.</summary>
    public ImmutableArray<TopicOption> Topics { get; init; } = [];

    /// <summary>Spark's home, or null.</summary>
    public string? Spark { get; init; }

    /// <summary>The engine of analyses that name none; null means Spark if there is one, else DuckDB.</summary>
    public string? Engine { get; init; }

    /// <summary>The folders of the catalogue.</summary>
    public required ImmutableArray<string> Analyses { get; init; }

    /// <summary>The file of roles and quotas, or null.</summary>
    public string? Quota { get; init; }

    /// <summary>Who we are.</summary>
    public string Cluster { get; init; } = "default";

    /// <summary>How long tasks outlive a server that died.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The file of tokens, or null.</summary>
    public string? Tokens { get; init; }

    /// <summary>The certificate (PEM) for https, or null.</summary>
    public string? TlsCert { get; init; }

    /// <summary>Its key (PEM), or null.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Whether a clean stop leaves the tasks to the leash.</summary>
    public bool DetachTasks { get; init; }

    /// <summary>How this program is started again, for supervisors and workers.</summary>
    public required ImmutableArray<string> SelfCommand { get; init; }
}

/// <summary>An agent on this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Resources">What it has.</param>
public sealed record AgentOption(string Name, ResourceVector Resources);

/// <summary>A topic that requests are read from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Roles">The roles that it belongs to; empty means all.</param>
/// <param name="ReplyTo">The globs that reply topics must match; empty means the default.</param>
public sealed record TopicOption(string Name, ImmutableArray<string> Roles, ImmutableArray<string> ReplyTo);
