using System.Collections.Concurrent;

using CoScheduler.Master.Dispatch;
using CoScheduler.Master.Loop;
using CoScheduler.Master.Publishing;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master;

/// <summary>
/// Owns the one pool of a state folder (recovery.md section 1): orders commands, stamps pool time, journals, publishes
/// snapshots, carries effects out, restores.
/// </summary>
public sealed class PoolMaster : IPoolMaster, ITaskLogs
{
    private readonly IJournal _journal;
    private readonly MasterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<Exception> _onFatal;
    private readonly AgentDirectory _agents;
    private readonly FrameworkDirectory _frameworks;
    private readonly ConcurrentBag<SubstrateFeed> _substrates = [];
    private Running? _running;

    /// <summary>Makes a master; nothing happens before <see cref="StartAsync"/>.</summary>
    /// <param name="journal">Its journal, which it opens.</param>
    /// <param name="secrets">Where the secrets that tasks name are.</param>
    /// <param name="options">How it works.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Its log.</param>
    /// <param name="onFatal">
    /// Told when a commit failed or the pool broke: its memory is ahead of its disk, so the process must end, at once and
    /// without a clean stop. Null fails fast with the sentence.
    /// </param>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    public PoolMaster(
        IJournal journal,
        ISecretStore secrets,
        MasterOptions options,
        TimeProvider time,
        ILogger<PoolMaster> logger,
        Action<Exception>? onFatal = null)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        _journal = journal;
        _options = options;
        _time = time;
        _logger = logger;
        _onFatal = onFatal ?? (exception => Environment.FailFast(exception.Message, exception));
        _frameworks = new FrameworkDirectory(logger);
        var execution = new OrderExecution(secrets, ObserveAsync, logger);
        _agents = new AgentDirectory(execution, options, time, logger, PostFromTimer);
    }

    /// <inheritdoc />
    public PoolSnapshot Snapshot => Started.Snapshots.Current;

    /// <inheritdoc />
    public long Epoch => Started.Epoch;

    /// <inheritdoc />
    public PoolTime Now => Started.Loop.Now;

    private Running Started => _running ?? throw new InvalidOperationException("The master has not been started.");

    /// <summary>Opens the journal, restores the pool and begins to take commands.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When the pool is as it was, with its offers rescinded and its restart gate closed.</returns>
    /// <exception cref="JournalException">The journal can't be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var restored = Restore();
        Log.Restored(_logger, restored.LastNumber - restored.StateNumber, restored.StateNumber, restored.Epoch);
        var snapshots = new SnapshotFeed(restored.Pool.Snapshot());
        var events = new EventLog(_options.EventsKept, restored.LastNumber);
        var loop = new MasterLoop(restored, _journal, _options, _time, _logger, snapshots, told => Release(events, told), _onFatal);
        _running = new Running(loop, snapshots, events, restored.Epoch);
        loop.Start();
        await RunAsync(turn => BeginEpoch(turn, restored.Epoch), cancellationToken);
    }

    /// <summary>Registers a framework, gives it the state, and from then on its effects.</summary>
    /// <param name="framework">The framework.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it has started.</returns>
    /// <exception cref="InvalidOperationException">The pool refused it, or one with its id was added before.</exception>
    public async Task AddFrameworkAsync(IFramework framework, CancellationToken cancellationToken)
    {
        var command = new RegisterFramework(
            framework.Id, framework.Name, framework.Roles, (long)_options.FrameworkFailover.TotalMilliseconds);
        var queue = _frameworks.Add(framework);
        var registered = new TaskCompletionSource<PoolSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await RunAsync(turn => Register(turn, command, queue, registered), cancellationToken) is { } refusal)
        {
            _frameworks.Remove(queue);
            throw new InvalidOperationException($"The framework {framework.Id} was refused: {refusal.Message}");
        }

        var snapshot = await registered.Task;
        await framework.StartAsync(this, snapshot, cancellationToken);
        queue.BeginDelivery();
    }

    /// <summary>Starts a substrate: its agents join the pool as it tells of them.</summary>
    /// <param name="substrate">The substrate.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it has started.</returns>
    public async Task AddSubstrateAsync(ISubstrate substrate, CancellationToken cancellationToken)
    {
        var feed = new SubstrateFeed(substrate, _agents, work => Started.Loop.PostAsync(work, CancellationToken.None), _logger);
        await feed.StartAsync(Epoch, cancellationToken);
        _substrates.Add(feed);
    }

    /// <inheritdoc />
    public async ValueTask<Refusal?> SubmitAsync(Command command, CancellationToken cancellationToken = default) =>
        await RunAsync(turn => turn.Step(command).Refusal, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<Refusal?> SubmitAsync(Command command, Origin origin, CancellationToken cancellationToken = default) =>
        await RunAsync(turn => turn.Step(command, origin).Refusal, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<T> AskAsync<T>(Func<ResourcePool, T> question, CancellationToken cancellationToken = default)
    {
        var asked = new Question<T>(turn => question(turn.Pool));
        await Started.Loop.PostAsync(asked, cancellationToken);
        return await asked.Answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<StepResult> DryRunAsync(Command command, CancellationToken cancellationToken = default)
    {
        var (copy, now) = await CopyAsync(cancellationToken);
        return copy.Step(now, command);
    }

    /// <inheritdoc />
    public async ValueTask<(ResourcePool Pool, PoolTime Now)> CopyAsync(CancellationToken cancellationToken = default)
    {
        var copied = new Question<(byte[] State, PoolTime Now)>(turn => (turn.Pool.Export(), turn.Now));
        await Started.Loop.PostAsync(copied, cancellationToken);
        var (state, now) = await copied.Answer.WaitAsync(cancellationToken);
        return (ResourcePool.Import(state), now);
    }

    /// <inheritdoc />
    public Task<PoolSnapshot> WaitForAsync(Func<PoolSnapshot, bool> condition, CancellationToken cancellationToken) =>
        Started.Snapshots.WaitForAsync(condition, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PoolEvent> ReadEventsAsync(long? after, CancellationToken cancellationToken) =>
        Started.Events.ReadAsync(after, cancellationToken);

    /// <inheritdoc />
    public async Task<LogSlice?> ReadLogAsync(TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken)
    {
        var home = Snapshot.FindTask(task)?.Agent;
        foreach (var link in _agents.Links.Where(link => home is null || link.Agent == home))
        {
            try
            {
                if (await link.Substrate.ReadLogAsync(link.Agent, task, stream, offset, limit, cancellationToken) is { } slice)
                {
                    return slice;
                }
            }
            catch (AgentUnreachableException exception)
            {
                Log.AgentUnreachable(_logger, link.Agent, "ReadLog", task, exception);
            }
        }

        return null;
    }

    /// <summary>A clean stop: frameworks, then tasks, then the journal with the whole state.</summary>
    /// <param name="leaveTasks">Leave what runs to its agents' leash, for the next master to take over.</param>
    /// <param name="cancellationToken">When to give up.</param>
    /// <returns>When it has ended.</returns>
    public async Task StopAsync(bool leaveTasks, CancellationToken cancellationToken)
    {
        if (_running is not { } running)
        {
            return;
        }

        await _frameworks.StopAsync(cancellationToken);
        await Task.WhenAll(_substrates.Select(feed => feed.StopAsync(leaveTasks, cancellationToken)));
        await await RunAsync(_ => _agents.EndAsync(), cancellationToken);
        await running.Loop.StopAsync(cancellationToken);
        running.Loop.Dispose();
        _journal.Dispose();
    }

    private Restoration Restore()
    {
        try
        {
            var content = _journal.Open();
            if (content.Notice is { } notice)
            {
                Log.JournalNotice(_logger, notice);
            }

            return Restoration.From(content);
        }
        catch (Exception)
        {
            _journal.Dispose();
            throw;
        }
    }

    /// <summary>The snapshot that a framework starts from is exactly the one that its effects follow on.</summary>
    private Refusal? Register(Turn turn, RegisterFramework command, FrameworkQueue queue, TaskCompletionSource<PoolSnapshot> registered)
    {
        _frameworks.Register(queue);
        turn.Close();
        turn.AfterCommit(registered.SetResult);
        return turn.Step(command).Refusal;
    }

    private bool BeginEpoch(Turn turn, long epoch)
    {
        turn.Step(new Restarted(epoch));
        foreach (var agent in turn.Pool.Snapshot().Agents.Values.Where(agent => agent.State != AgentState.Lost))
        {
            _agents.AwaitReturn(agent.Id);
        }

        return true;
    }

    private void Release(EventLog events, PoolEvent told)
    {
        events.Add(told);
        foreach (var effect in told.Effects)
        {
            switch (effect)
            {
                case FrameworkEffect forFramework:
                    _frameworks.Post(forFramework);
                    break;
                case SubstrateEffect forSubstrate:
                    _agents.Post(forSubstrate);
                    break;
                default:
                    throw new InvalidOperationException($"No master carries out {effect.GetType().Name}.");
            }
        }
    }

    private async Task<T> RunAsync<T>(Func<Turn, T> body, CancellationToken cancellationToken)
    {
        var work = new Work<T>(body);
        await Started.Loop.PostAsync(work, cancellationToken);
        return await work.Answer.WaitAsync(cancellationToken);
    }

    private ValueTask ObserveAsync(TaskObserved observed) =>
        Started.Loop.PostAsync(new Notice(turn => _agents.Observe(turn, observed)), CancellationToken.None);

    private void PostFromTimer(Work work) => _ = Started.Loop.PostAsync(work, CancellationToken.None).AsTask();

    private sealed record Running(MasterLoop Loop, SnapshotFeed Snapshots, EventLog Events, long Epoch);
}
