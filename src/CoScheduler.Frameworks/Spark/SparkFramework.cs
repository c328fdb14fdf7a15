using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// Spark on the pool: a driver a role and its executors are tasks (executors-as-tasks). One loop owns all state; effects,
/// requests and what is seen of drivers come to it as messages.
/// </summary>
public sealed class SparkFramework : IFramework, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly SparkFrameworkOptions _options;
    private readonly SparkSettings _settings;
    private readonly LaunchFiles _files;
    private readonly ISecretStore _secrets;
    private readonly StartLogs _logs;
    private readonly IDriverWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _begin;
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<RoleName, RoleState> _roles = new();
    private readonly ExecutorCounters _counters = new();
    private readonly CancellationTokenSource _stop = new();
    private ImmutableSortedDictionary<string, SparkRoleView> _views = ImmutableSortedDictionary.Create<string, SparkRoleView>(StringComparer.Ordinal);
    private EffectBook? _book;
    private RoleConductor? _conductor;
    private Task _loop = Task.CompletedTask;

    /// <summary>Creates the framework; it begins with <see cref="StartAsync"/>.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="installation">The Spark that it runs.</param>
    /// <param name="settings">What drivers and executors start with.</param>
    /// <param name="secrets">Where the roles' secrets are.</param>
    /// <param name="logs">Where the logs of failed starts are read: the master.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public SparkFramework(
        SparkFrameworkOptions options,
        SparkInstallation installation,
        SparkSettings settings,
        ISecretStore secrets,
        ITaskLogs logs,
        TimeProvider time,
        ILogger<SparkFramework> logger)
        : this(options, installation, settings, secrets, logs, new DriverWatcher(options, secrets, time, logger), time, logger)
    {
    }

    internal SparkFramework(
        SparkFrameworkOptions options,
        SparkInstallation installation,
        SparkSettings settings,
        ISecretStore secrets,
        ITaskLogs logs,
        IDriverWatcher watcher,
        TimeProvider time,
        ILogger logger)
    {
        _options = options;
        _settings = settings;
        _files = new LaunchFiles(options.StateDirectory, installation, settings);
        _secrets = secrets;
        _logs = new StartLogs(logs);
        _watcher = watcher;
        _time = time;
        _logger = logger;
        _begin = time.GetTimestamp();
    }

    /// <inheritdoc />
    public FrameworkId Id => _options.Id;

    /// <inheritdoc />
    public string Name => "Spark";

    /// <inheritdoc />
    public ImmutableArray<RoleName> Roles => [RoleName.Root];

    /// <summary>Every role that has had Spark, by path.</summary>
    public ImmutableSortedDictionary<string, SparkRoleView> Views => Volatile.Read(ref _views);

    /// <summary>What became of executors since the server's start.</summary>
    public SparkCounters Counters => _counters.Read();

    /// <summary>The settings in force.</summary>
    public SparkSettings Settings => _settings;

    private long Now => (long)_time.GetElapsedTime(_begin).TotalMilliseconds;

    /// <inheritdoc />
    public Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken)
    {
        _files.Write();
        var voice = new PoolVoice(master, _logger);
        var launcher = new TaskLauncher(_options, _files, _secrets, voice, _watcher, new TaskNames(master.Epoch));
        _conductor = new RoleConductor(_options, _settings, voice, launcher);
        _book = new EffectBook(_files, _counters);
        var useless = new RoleAdoption(Id, StateOf, _watcher, Hear).Adopt(snapshot, Now);
        foreach (var state in _roles.Values.Where(state => state.Driver is not null))
        {
            Log.Adopted(_logger, state.Driver!.Task, state.Role);
        }

        _loop = Task.Run(() => RunAsync(voice, useless, _stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Receive(FrameworkEffect effect) => _messages.Writer.TryWrite(new EffectCame(effect));

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var state in _roles.Values)
        {
            state.Driver?.Watch.Dispose();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        (_watcher as IDisposable)?.Dispose();
        _stop.Dispose();
    }

    /// <summary>The queue of a role's requests.</summary>
    internal RoleQueue QueueOf(RoleName role) => StateOf(role).Queue;

    private RoleState StateOf(RoleName role) =>
        _roles.GetOrAdd(role, static (name, framework) => new RoleState(name, framework.Touch, framework._options), this);

    private void Touch(RoleName role) => _messages.Writer.TryWrite(new RoleTouched(role));

    private void Hear(DriverNews news, RoleState state) => _messages.Writer.TryWrite(new DriverSaid(state, news));

    private async Task RunAsync(PoolVoice voice, List<TaskId> useless, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var task in useless)
            {
                await voice.SayAsync(new StopTask(task, Id, null), cancellationToken).ConfigureAwait(false);
            }

            await using var beat = _time.CreateTimer(_ => _messages.Writer.TryWrite(new Beaten()), null, TimeSpan.Zero, Beat).ConfigureAwait(false);
            while (await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await TurnAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A stop is no failure.
        }
        catch (Exception error)
        {
            Log.LoopFailed(_logger, error);
            throw;
        }
    }

    /// <summary>Takes all messages that are there, then looks at each role that they touched, once.</summary>
    private async ValueTask TurnAsync(CancellationToken cancellationToken)
    {
        var touched = new HashSet<RoleState>();
        while (_messages.Reader.TryRead(out var message))
        {
            Take(message, touched);
        }

        foreach (var state in touched)
        {
            await _conductor!.ConductAsync(state, Hear, Now, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _views, _views.SetItem(state.Role.Value, RoleViews.Of(state)));
        }
    }

    private void Take(Message message, HashSet<RoleState> touched)
    {
        switch (message)
        {
            case Beaten:
                touched.UnionWith(_roles.Values.Where(state => !state.IsEmpty || state.Queue.Count.Waiting > 0));
                break;
            case RoleTouched(var role):
                touched.Add(StateOf(role));
                break;
            case EffectCame(var effect):
                touched.Add(Enter(effect));
                break;
            case DriverSaid(var state, var news):
                DriverBook.Enter(state, news, Now, _logger);
                touched.Add(state);
                break;
            case StartExplained(var state, var failed, var lines):
                Explain(state, failed, lines);
                touched.Add(state);
                break;
        }
    }

    private RoleState Enter(FrameworkEffect effect)
    {
        var state = EffectRoles.RoleOf(effect) is { } role ? StateOf(role) : FindByTask(effect);
        if (_book!.Enter(state, effect, Now) is { } failed)
        {
            state.Explaining |= failed.Kind == TaskLabels.DriverKind;
            _ = _logs.ExplainAsync(failed, lines => _messages.Writer.TryWrite(new StartExplained(state, failed, lines)), _stop.Token);
        }

        return state;
    }

    private RoleState FindByTask(FrameworkEffect effect)
    {
        var (task, offer) = EffectRoles.KeyOf(effect);
        return _roles.Values.FirstOrDefault(state =>
                (task is { } id && (state.Driver?.Task == id || state.Executors.ContainsKey(id)))
                || (offer is { } number && state.Offers.ContainsKey(number.Value)))
            ?? StateOf(RoleName.Root);
    }

    private void Explain(RoleState state, FailedStart failed, string lines)
    {
        Log.StartFailed(_logger, failed.Kind, failed.Task, failed.Why, lines);
        if (failed.Kind != TaskLabels.DriverKind)
        {
            return;
        }

        state.Explaining = false;
        if (state.LastFailure is not null && lines.Length > 0)
        {
            state.LastFailure = $"{failed.Why} Last lines of its log: {lines}";
        }
    }

    private abstract record Message;

    private sealed record Beaten : Message;

    private sealed record RoleTouched(RoleName Role) : Message;

    private sealed record EffectCame(FrameworkEffect Effect) : Message;

    private sealed record DriverSaid(RoleState State, DriverNews News) : Message;

    private sealed record StartExplained(RoleState State, FailedStart Failed, string Lines) : Message;
}
