using System.Collections.Immutable;
using System.Net;
using CoScheduler.Pool;

namespace CoScheduler.Server.Options;

/// <summary>Makes checked options from what flags, environment and file say, the stronger first.</summary>
public sealed class ServerOptionsReader
{
    private const int LongestAgentName = 64;
    private const string DefaultConfig = "coscheduler.yaml";
    private const string ConfigVariable = OptionNames.EnvironmentPrefix + "CONFIG";
    private static readonly TimeSpan LongestRecoveryTimeout = TimeSpan.FromDays(1);
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.Ordinal);
    private readonly List<OptionFault> _faults = [];

    private ServerOptionsReader(IEnumerable<IReadOnlyList<Setting>> layers)
    {
        foreach (var setting in layers.SelectMany(layer => layer))
        {
            _settings.TryAdd(setting.Name, setting);
            if (setting.Values.Count != 1 && OptionNames.All.First(o => o.Name == setting.Name) is { Repeatable: false })
            {
                _faults.Add(new OptionFault(setting.Origin, $"{setting.Name} takes one value, and has {setting.Values.Count}; give it once."));
            }
        }
    }

    /// <summary>Reads the options.</summary>
    /// <param name="flags">What the command line says.</param>
    /// <param name="configFile">The file that it names, or null for the one in the current folder, if it is there.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="selfCommand">How this program is started again.</param>
    /// <returns>The options, or every fault.</returns>
    public static (ServerOptions? Options, IReadOnlyList<OptionFault> Faults) Read(
        IReadOnlyList<Setting> flags,
        string? configFile,
        IReadOnlyDictionary<string, string> environment,
        ImmutableArray<string> selfCommand)
    {
        var faults = new List<OptionFault>();
        var fromEnvironment = OptionNames.All
            .Select(o => (o, variable: OptionNames.EnvironmentVariable(o.Name)))
            .Where(x => NonEmpty(environment, x.variable) is not null)
            .Select(x => new Setting(x.o.Name, Split(x.o, environment[x.variable]), x.variable))
            .ToList();
        var path = configFile ?? NonEmpty(environment, ConfigVariable) ?? (File.Exists(DefaultConfig) ? DefaultConfig : null);
        var file = path is null ? new ConfigFileContent([], []) : ConfigFile.Read(path, faults);
        var reader = new ServerOptionsReader([flags, fromEnvironment, file.Settings]);
        var options = reader.Build(environment, file.Topics, selfCommand);
        faults.AddRange(reader._faults);
        return faults.Count == 0 ? (options, []) : (null, faults);
    }

    private static string[] Split(OptionName option, string value) =>
        option.Repeatable ? value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [value];

    private ServerOptions Build(IReadOnlyDictionary<string, string> environment, ImmutableArray<TopicOption> topics, ImmutableArray<string> self)
    {
        var options = new ServerOptions
        {
            Listen = Listen(),
            State = Path.GetFullPath(Text("state") ?? DefaultState(environment)),
            Agents = Agents(),
            Kafka = Text("kafka"),
            KafkaConfig = ExistingFile("kafka-config"),
            Topics = topics,
            Spark = Text("spark") ?? NonEmpty(environment, "SPARK_HOME"),
            Engine = Engine(),
            Analyses = AnalysisFolders(),
            Quota = ExistingFile("quota"),
            Cluster = Cluster(),
            RecoveryTimeout = RecoveryTimeout(),
            Tokens = ExistingFile("tokens"),
            TlsCert = ExistingFile("tls-cert"),
            TlsKey = ExistingFile("tls-key"),
            DetachTasks = Flag("detach-tasks"),
            SelfCommand = self,
        };
        CheckTogether(options);
        return options;
    }

    private void CheckTogether(ServerOptions options)
    {
        var loopback = IPAddress.TryParse(options.Listen.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
        if (!loopback && options.Tokens is null)
        {
            Fault("listen", $"{options.Listen.Host} is not loopback, so --tokens FILE must say who may do what.");
        }

        if (options.Listen.Scheme == Uri.UriSchemeHttps && (options.TlsCert is null || options.TlsKey is null))
        {
            Fault("listen", "https needs --tls-cert FILE and --tls-key FILE.");
        }
        else if (options.Listen.Scheme == Uri.UriSchemeHttp && (options.TlsCert ?? options.TlsKey) is not null)
        {
            Fault(options.TlsCert is null ? "tls-key" : "tls-cert", "a certificate is for https; write --listen https://….");
        }

        foreach (var twice in options.Agents.GroupBy(a => a.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Fault("agent", $"`{twice.Key}` is named twice; agents' names are unique.");
        }
    }

    /// <summary>An address by number: what a name stands for is not known before it is listened on.</summary>
    private Uri Listen()
    {
        var fallback = new Uri("http://127.0.0.1:7070");
        if (Text("listen") is not { } text)
        {
            return fallback;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.PathAndQuery != "/")
        {
            Fault("listen", $"`{text}` is no address to listen on; write for example {fallback.GetLeftPart(UriPartial.Authority)}.");
            return fallback;
        }

        if (uri.Host == "localhost")
        {
            return new UriBuilder(uri) { Host = "127.0.0.1" }.Uri;
        }

        if (uri.HostNameType is not (UriHostNameType.IPv4 or UriHostNameType.IPv6))
        {
            Fault("listen", $"`{uri.Host}` is no address of this machine by number; write for example 127.0.0.1, or 0.0.0.0 for all.");
        }

        return uri;
    }

    private ImmutableArray<AgentOption> Agents()
    {
        if (!_settings.TryGetValue("agent", out var setting))
        {
            return [new AgentOption("local", ResourceVector.Of(Environment.ProcessorCount * 1000L, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes))];
        }

        var agents = ImmutableArray.CreateBuilder<AgentOption>();
        foreach (var text in setting.Values)
        {
            var split = text.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                Fault("agent", $"`{text}` must be NAME=RESOURCES, for example a=cpus:2,mem:4Gi.");
            }
            else if (text[..split].Length > LongestAgentName || !text[..split].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || text[0] == '.')
            {
                Fault("agent", $"`{text[..split]}` can't be an agent's name; use 1 to {LongestAgentName} letters, digits, `-`, `_` and `.`.");
            }
            else if (!ResourceVector.TryParse(text[(split + 1)..], out var resources, out var error))
            {
                Fault("agent", $"`{text}`: {error}");
            }
            else
            {
                agents.Add(new AgentOption(text[..split], resources));
            }
        }

        return agents.ToImmutable();
    }

    private string? Engine()
    {
        var engine = Text("engine");
        if (engine is not (null or "duckdb" or "spark"))
        {
            Fault("engine", $"`{engine}` is no engine; write duckdb or spark.");
        }

        return engine;
    }

    private ImmutableArray<string> AnalysisFolders()
    {
        if (!_settings.TryGetValue("analyses", out var setting))
        {
            return [DefaultJobs()];
        }

        foreach (var folder in setting.Values.Where(folder => !Directory.Exists(folder)))
        {
            Fault("analyses", $"the folder {folder} is not there.");
        }

        return [.. setting.Values.Select(Path.GetFullPath)];
    }

    private string Cluster()
    {
        var name = Text("cluster") ?? "default";
        if (name.Length is 0 or > 40 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            Fault("cluster", $"`{name}` must be 1 to 40 letters, digits, `-`, `_` or `.`.");
        }

        return name;
    }

    private TimeSpan RecoveryTimeout()
    {
        var text = Text("recovery-timeout");
        if (text is null)
        {
            return TimeSpan.FromSeconds(60);
        }

        if (!Duration.TryParse(text, out var milliseconds, out var error))
        {
            Fault("recovery-timeout", error ?? $"`{text}` is no duration.");
        }
        else if (milliseconds > LongestRecoveryTimeout.TotalMilliseconds)
        {
            Fault("recovery-timeout", $"`{text}` is too long; give at most 1d.");
        }

        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestRecoveryTimeout.TotalMilliseconds));
    }

    private bool Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            Fault(name, $"`{text}` must be true or false.");
        }

        return text == "true";
    }

    private string? ExistingFile(string name)
    {
        var path = Text(name);
        if (path is not null && !File.Exists(path))
        {
            Fault(name, $"the file {path} is not there.");
        }

        return path;
    }

    private string? Text(string name) => _settings.TryGetValue(name, out var setting) && setting.Values.Count > 0 ? setting.Values[^1] : null;

    private void Fault(string name, string message) =>
        _faults.Add(new OptionFault(_settings.TryGetValue(name, out var setting) ? setting.Origin : $"--{name}", message));

    private static string DefaultJobs()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "jobs");
        return Directory.Exists(beside) ? beside : Path.GetFullPath("jobs");
    }

    private static string DefaultState(IReadOnlyDictionary<string, string> environment) =>
        NonEmpty(environment, "STATE_DIRECTORY")?.Split(':')[0]
        ?? Path.Combine(
            NonEmpty(environment, "XDG_STATE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "coscheduler");

    private static string? NonEmpty(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
