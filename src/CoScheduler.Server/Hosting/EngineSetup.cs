using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using CoScheduler.Frameworks.Spark;
using CoScheduler.Master;
using CoScheduler.Server.Api;
using CoScheduler.Server.Options;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

/// <summary>The engines, and the frameworks that get capacity for them.</summary>
internal sealed class EngineSetup(ServerOptions options, PoolMaster master, ISecretStore secrets, ITopicTables tables, TimeProvider time, ILoggerFactory logs)
{
    private readonly Dictionary<string, Func<ExecutorCounts>> _counts = new(StringComparer.Ordinal);

    /// <summary>All engines; one that can't run here says why.</summary>
    public ImmutableArray<IAnalysisEngine> Engines { get; private set; } = [];

    /// <summary>The engine of analyses that name none.</summary>
    public string Default { get; private set; } = DuckDbEngine.EngineName;

    /// <summary>What became of the executors of an engine's framework; null of any other framework.</summary>
    public ExecutorCounts? Counts(string framework) => _counts.GetValueOrDefault(framework)?.Invoke();

    /// <summary>Makes the engines, and hands their frameworks to the master.</summary>
    /// <param name="own">Takes what is to be ended with the server.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(Action<object> own, CancellationToken cancellationToken)
    {
        await AddDuckDbAsync(own, cancellationToken);
        var spark = await AddSparkAsync(own, cancellationToken);
        Default = options.Engine ?? (spark ? SparkEngine.EngineName : DuckDbEngine.EngineName);
    }

    private async Task AddDuckDbAsync(Action<object> own, CancellationToken cancellationToken)
    {
        var duckDb = new DuckDbOptions { SelfCommand = options.SelfCommand, SocketFolder = DuckDbOptions.SocketFolderIn(options.State) };
        var framework = new DuckDbFramework(duckDb, tables, time, logs.CreateLogger<DuckDbFramework>());
        own(framework);
        await master.AddFrameworkAsync(framework, cancellationToken);
        Engines = Engines.Add(new DuckDbEngine(framework, tables, time));
        _counts[framework.Id.Value] = () => new ExecutorCounts(framework.Counters.Granted, framework.Counters.Reclaimed, framework.Counters.Preempted);
    }

    /// <summary>Whether there is a Spark that can be used.</summary>
    private async Task<bool> AddSparkAsync(Action<object> own, CancellationToken cancellationToken)
    {
        var probe = await SparkInstallation.ProbeAsync(options.Spark, Environment.GetEnvironmentVariable("JAVA_HOME"), cancellationToken);
        if (probe.Installation is not { } installation)
        {
            var fault = probe.Fault ?? throw new InvalidOperationException("A probe without an installation has a fault.");
            if (options.Engine == SparkEngine.EngineName || options.Spark is not null)
            {
                Log.NoSpark(logs.CreateLogger<EngineSetup>(), fault.Detail);
            }

            Engines = Engines.Add(new UnavailableSparkEngine(fault));
            return false;
        }

        var framework = new SparkFramework(
            new SparkFrameworkOptions { StateDirectory = options.State },
            installation,
            Settings(),
            secrets,
            master,
            time,
            logs.CreateLogger<SparkFramework>());
        own(framework);
        await master.AddFrameworkAsync(framework, cancellationToken);
        var engine = new SparkEngine(framework, tables, time, logs.CreateLogger<SparkEngine>());
        own(engine);
        Engines = Engines.Add(engine);
        _counts[framework.Id.Value] = () => new ExecutorCounts(framework.Counters.Granted, framework.Counters.Reclaimed, framework.Counters.Preempted);
        return true;
    }

    private SparkSettings Settings()
    {
        var file = SparkDefaultsFile.Find();
        var defaults = file is null ? SparkDefaults.Empty : SparkDefaults.Parse(File.ReadAllText(file));
        var reading = SettingsReader.Read(defaults);
        var faults = defaults.Faults.Concat(reading.Faults).ToList();
        if (faults.Count > 0)
        {
            throw new StartException("invalid_spark_defaults", string.Join(Environment.NewLine, faults.Select(f => $"{file}:{f.Line}: {f.Message}")));
        }

        foreach (var notice in reading.Notices)
        {
            Log.SparkNotice(logs.CreateLogger<EngineSetup>(), notice);
        }

        return reading.Settings;
    }
}
