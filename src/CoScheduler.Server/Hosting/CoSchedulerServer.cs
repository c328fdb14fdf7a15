using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Frameworks.Services;
using CoScheduler.Local;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Api;
using CoScheduler.Server.Options;
using CoScheduler.Server.Security;
using CoScheduler.Storage.Frameworks;
using CoScheduler.Storage.Journal;
using CoScheduler.Storage.Requests;
using CoScheduler.Storage.Secrets;
using CoScheduler.Triggers.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

/// <summary>
/// Everything, put together (design.md, "Parts"): what starts later is what needs what started before, and a stop goes the
/// other way round.
/// </summary>
public sealed class CoSchedulerServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private readonly Stack<Func<CancellationToken, Task>> _ends = new();
    private readonly ServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private volatile bool _ready;

    private CoSchedulerServer(ServerOptions options, TimeProvider time, ILoggerFactory logs)
    {
        _options = options;
        _time = time;
        _logs = logs;
    }

    /// <summary>Where the API listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The broker's address.</summary>
    public string Kafka { get; private set; } = "";

    /// <summary>The engine of analyses that name none.</summary>
    public string Engine { get; private set; } = "";

    /// <summary>Starts a server.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where its parts log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The server, when it can take work.</returns>
    /// <exception cref="StartException">It can't be started so.</exception>
    /// <exception cref="JournalException">The journal can't be used.</exception>
    /// <exception cref="LocalSubstrateException">This machine can't be used so.</exception>
    public static async Task<CoSchedulerServer> StartAsync(ServerOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var server = new CoSchedulerServer(options, time, logs);
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A clean stop: no more requests come in, what runs ends or is left to the leash, the journal is closed.</summary>
    /// <returns>When it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        _ready = false;
        Log.Stopping(_logs.CreateLogger<CoSchedulerServer>());
        using var limit = new CancellationTokenSource(StopLimit, _time);
        while (_ends.TryPop(out var end))
        {
            await end(limit.Token);
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var quota = _options.Quota is { } file ? QuotaSetup.Read(file) : null;
        var tokens = ReadTokens();
        StateFolder.Prepare(_options.State);
        var secrets = new FileSecretStore(_options.State);
        var master = await StartMasterAsync(secrets, cancellationToken);
        Task? masterStopped = null;
        Func<CancellationToken, Task> stopMaster = limit => masterStopped ??= master.StopAsync(_options.DetachTasks, limit);
        _ends.Push(stopMaster);
        var quotaFile = quota is null ? null : Own(await QuotaSetup.ApplyAsync(master, quota, _options.Quota!, _time, _logs, cancellationToken));

        var kafka = Own(KafkaSetup.Start(_options));
        Kafka = kafka.Options.Bootstrap;
        var watch = new BrokerWatch(_time, _logs.CreateLogger<BrokerWatch>());
        var tables = Own(new TopicTables(kafka.Options, watch, _time, _logs.CreateLogger<TopicTables>()));
        var substrate = Own(new LocalSubstrate(Substrate(), _time, _logs.CreateLogger<LocalSubstrate>()));
        var engines = new EngineSetup(_options, master, secrets, tables, _time, _logs);
        await engines.StartAsync(part => Own(part), cancellationToken);
        Engine = engines.Default;
        var services = new ServicesFramework(Own(new SqliteFrameworkStore(_options.State)), master, Services(), _time, _logs.CreateLogger<ServicesFramework>());
        await master.AddFrameworkAsync(services, cancellationToken);
        await master.AddSubstrateAsync(substrate, cancellationToken);

        // From here on a stop ends the tasks first, before it lets go of what they are run by.
        _ends.Push(stopMaster);
        var files = Own(new CatalogueWatcher(_options.Analyses, _time, _logs.CreateLogger<CatalogueWatcher>()));
        var catalogue = new CatalogueInForce(files, master);
        var publisher = Own(new KafkaReplyPublisher(kafka.Options, watch, _time, _logs.CreateLogger<KafkaReplyPublisher>()));
        var store = Own(new SqliteRequestStore(_options.State));
        var requests = Own(RequestSetup.Create(_options, kafka.Options, store, catalogue, engines, publisher, master, _time, _logs));
        await requests.StartAsync(cancellationToken);
        EndWith(requests.Completion);
        var door = Own(new RequestDoor(kafka.Options, requests, watch, _time, _logs.CreateLogger<RequestDoor>()));
        door.Start();
        var parts = new ServerParts
        {
            Master = master,
            Logs = master,
            Requests = requests,
            Catalogue = catalogue,
            CatalogueFaults = () => files.Errors,
            QuotaChanged = requests.LimitsChanged,
            QuotaHistory = new SqliteQuotaHistory(_options.State),
            QuotaFile = quotaFile,
            DefaultEngine = Engine,
            Kafka = kafka.Options,
            KafkaHealth = () => door.Health,
            Services = services,
            Executors = engines.Counts,
            Decisions = Own(new PoolHistory(master)),
            Views = new PoolViews(master, _time),
            Time = _time,
            IsReady = () => _ready,
        };
        Address = Own(await WebHost.StartAsync(_options, tokens, parts, _logs, cancellationToken)).Address;
        _ready = true;
    }

    private async Task<PoolMaster> StartMasterAsync(FileSecretStore secrets, CancellationToken cancellationToken)
    {
        var master = new PoolMaster(
            new SqliteJournal(_options.State),
            secrets,
            new MasterOptions(),
            _time,
            _logs.CreateLogger<PoolMaster>(),
            fault => Fatal.End(_logs.CreateLogger<CoSchedulerServer>(), fault));
        await master.StartAsync(cancellationToken);
        return master;
    }

    /// <summary>Requests that can't be kept any more are no requests: the process ends, as it does with the journal.</summary>
    private void EndWith(Task completion) => _ = completion.ContinueWith(
        ended => Fatal.End(_logs.CreateLogger<CoSchedulerServer>(), ended.Exception!.GetBaseException()),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    private ServicesOptions Services() => new() { Environment = ServiceEnvironment.Of(Kafka) };

    private LocalSubstrateOptions Substrate() => new()
    {
        Agents = [.. _options.Agents.Select(a => new LocalAgent(new AgentId(a.Name), a.Resources, ImmutableSortedDictionary<string, string>.Empty))],
        StateFolder = _options.State,
        SelfCommand = _options.SelfCommand,
        RecoveryTimeout = _options.RecoveryTimeout,
    };

    private TokensFile? ReadTokens()
    {
        if (_options.Tokens is not { } path)
        {
            return null;
        }

        var (file, faults) = TokensFile.Read(path);
        return file ?? throw new StartException("invalid_tokens", string.Join(Environment.NewLine, faults));
    }

    private T Own<T>(T part)
    {
        _ends.Push(_ => EndAsync(part));
        return part;
    }

    private static async Task EndAsync<T>(T part)
    {
        if (part is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (part is IDisposable synchronous)
        {
            synchronous.Dispose();
        }
    }
}
