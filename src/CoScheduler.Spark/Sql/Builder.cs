using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Spark.Connect;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Spark.Sql;

/// <summary>Describes a session to be made.</summary>
public sealed class Builder
{
    private const string RemoteVariable = "SPARK_REMOTE";
    private static readonly Lock s_gate = new();
    private static SparkSession? s_session;
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private SparkConnectOptions? _options;
    private ILogger? _logger;
    private string? _appName;

    internal Builder()
    {
    }

    /// <summary>Names the server.</summary>
    /// <param name="connectionString">
    /// <c>sc://host:port/;token=…;user_id=…;session_id=…</c>; without it the environment's <c>SPARK_REMOTE</c> is read.
    /// </param>
    /// <returns>This.</returns>
    /// <exception cref="FormatException">It is not a connection string.</exception>
    public Builder Remote(string connectionString)
    {
        _options = SparkConnectOptions.Parse(connectionString);
        return this;
    }

    /// <summary>Names the server, where it is a Connect server's address. Spark itself cannot be started so.</summary>
    /// <param name="master"><c>sc://host:port</c>.</param>
    /// <returns>This.</returns>
    /// <exception cref="NotSupportedException">It is the address of a cluster, or <c>local</c>.</exception>
    public Builder Master(string master)
    {
        ArgumentNullException.ThrowIfNull(master);
        return master.StartsWith("sc://", StringComparison.Ordinal)
            ? Remote(master)
            : throw Unsupported.Context($"Master(\"{master}\")", "start a Connect server there (sbin/start-connect-server.sh) and name it with Remote(\"sc://host:15002\")");
    }

    /// <summary>Names the program: the server logs it.</summary>
    /// <param name="appName">The name.</param>
    /// <returns>This.</returns>
    public Builder AppName(string appName)
    {
        _appName = appName;
        return this;
    }

    /// <summary>Not here: the server's catalog is chosen when it is started.</summary>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always; it says what to do instead.</exception>
    public Builder EnableHiveSupport() =>
        throw Unsupported.Context("EnableHiveSupport", "start the server with spark.sql.catalogImplementation=hive");

    /// <summary>Sets one of the session's settings when it is made or found.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public Builder Config(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Sets one of the session's settings when it is made or found.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public Builder Config(string key, bool value) => Config(key, value ? "true" : "false");

    /// <summary>Sets one of the session's settings when it is made or found.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public Builder Config(string key, long value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets one of the session's settings when it is made or found.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public Builder Config(string key, double value) => Config(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Says who hears of retries.</summary>
    /// <param name="logger">The logger.</param>
    /// <returns>This.</returns>
    public Builder Logger(ILogger logger)
    {
        _logger = logger;
        return this;
    }

    /// <summary>
    /// The session that was made so before, if it goes to the same server as the same user and was not stopped; else a new one. Where no server is named, the
    /// active session, or the default one.
    /// </summary>
    /// <returns>The session.</returns>
    /// <exception cref="InvalidOperationException">No server is named, and there is no session.</exception>
    public SparkSession GetOrCreate()
    {
        lock (s_gate)
        {
            if (!IsServerNamed && (SparkSession.GetActiveSession() ?? SparkSession.GetDefaultSession()) is { } current)
            {
                return Set(current);
            }

            var options = Options();
            if (s_session is not { HasEnded: false } session || !IsSame(session.Options, options))
            {
                session = new SparkSession(options);
                s_session = session;
                SparkSession.SetDefaultSession(session);
            }

            return Set(session);
        }
    }

    /// <summary>A new session.</summary>
    /// <returns>The session.</returns>
    public SparkSession Create() => Set(new SparkSession(Options()));

    private bool IsServerNamed => _options is not null || Environment.GetEnvironmentVariable(RemoteVariable) is not null;

    private static bool IsSame(SparkConnectOptions made, SparkConnectOptions asked) =>
        made.Endpoint == asked.Endpoint
        && made.UserId == asked.UserId
        && made.Token == asked.Token
        && (asked.SessionId is null || made.SessionId == asked.SessionId);

    private SparkConnectOptions Options()
    {
        var remote = Environment.GetEnvironmentVariable(RemoteVariable);
        var options = _options ?? (remote is null ? null : SparkConnectOptions.Parse(remote))
            ?? throw new InvalidOperationException($"No server was named: call Remote, or set {RemoteVariable}, for example to sc://localhost:15002.");
        options = _appName is null ? options : options with { UserAgent = $"{_appName} {options.UserAgent}" };
        return _logger is null ? options : options with { Logger = _logger };
    }

    private SparkSession Set(SparkSession session)
    {
        if (_settings.Count > 0)
        {
            var settings = _settings.ToImmutableSortedDictionary(StringComparer.Ordinal);
            Blocking.Run(() => session.Conf().SetAsync(settings));
        }

        return session;
    }
}
