namespace CoScheduler.Server.Options;

/// <summary>The names of the options of <c>up</c>, the same as flags, environment variables and keys of the file.</summary>
public static class OptionNames
{
    /// <summary>What every name of an environment variable begins with.</summary>
    public const string EnvironmentPrefix = "COSCHEDULER_";

    /// <summary>Every option, with its description and whether it may be repeated.</summary>
    public static readonly IReadOnlyList<OptionName> All =
    [
        new("listen", "URL", "API and dashboard; port 0 picks a free one; https with --tls-cert and --tls-key (default http://127.0.0.1:7070)"),
        new("state", "DIR", "journal and everything that lasts; one server at a time (default $STATE_DIRECTORY, else $XDG_STATE_HOME/coscheduler, else ~/.local/state/coscheduler)"),
        new("agent", "NAME=RESOURCES", "an agent on this machine, repeatable (default: one, with this machine's cores and memory)", Repeatable: true),
        new("kafka", "BOOTSTRAP", "the Kafka broker (default: the embedded broker)"),
        new("kafka-config", "FILE", "librdkafka properties, one key=value a line; ${env:NAME} for secrets"),
        new("spark", "DIR", "Spark's home (default $SPARK_HOME)"),
        new("engine", "duckdb|spark", "where analyses run that name none (default: spark if there is one)"),
        new("analyses", "DIR", "a folder of the catalogue, repeatable, re-read when it changes (default: jobs/ beside the program)", Repeatable: true),
        new("quota", "FILE", "roles and quotas at first start (default: one role, default)"),
        new("cluster", "NAME", "who we are, in replies' source and on substrates (default: default)"),
        new("recovery-timeout", "DURATION", "how long tasks outlive a server that died, waiting for the next (default 60s)"),
        new("tokens", "FILE", "who may do what over HTTP; needed for any address but loopback"),
        new("tls-cert", "FILE", "certificate (PEM) for https"),
        new("tls-key", "FILE", "its private key (PEM)"),
        new("detach-tasks", "", "a clean stop leaves the tasks to the recovery timeout", Flag: true),
    ];

    /// <summary>The environment variable of an option.</summary>
    /// <param name="name">The option's name.</param>
    /// <returns>For example <c>COSCHEDULER_RECOVERY_TIMEOUT</c>.</returns>
    public static string EnvironmentVariable(string name) => EnvironmentPrefix + name.ToUpperInvariant().Replace('-', '_');
}

/// <summary>An option of <c>up</c>.</summary>
/// <param name="Name">Its name, without dashes in front.</param>
/// <param name="Placeholder">What stands for its value in the help.</param>
/// <param name="Description">One line.</param>
/// <param name="Repeatable">Whether it may be given several times.</param>
/// <param name="Flag">Whether it takes no value.</param>
public sealed record OptionName(string Name, string Placeholder, string Description, bool Repeatable = false, bool Flag = false);
