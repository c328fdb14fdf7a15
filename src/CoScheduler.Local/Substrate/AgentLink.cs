using System.Threading.Channels;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Protocol;
using CoScheduler.Local.Supervisor;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Local.Substrate;

/// <summary>Keeps an agent's supervisor there and connected, and tells what happens on it.</summary>
internal sealed class AgentLink : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExitPause = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly LocalAgent _agent;
    private readonly SupervisorConnector _connector;
    private readonly ChannelWriter<SubstrateEvent> _events;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private volatile SupervisorSession? _session;
    private Task _loop = Task.CompletedTask;

    /// <summary>Made for one agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="options">The substrate's options.</param>
    /// <param name="events">Where what happens is told.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">For people.</param>
    public AgentLink(LocalAgent agent, LocalSubstrateOptions options, ChannelWriter<SubstrateEvent> events, TimeProvider timeProvider, ILogger logger)
    {
        _agent = agent;
        _events = events;
        _timeProvider = timeProvider;
        _logger = logger;
        Folder = AgentFolder.Of(options.StateFolder, agent.Id.Value);
        _connector = new SupervisorConnector(agent.Id, Folder, options, timeProvider);
    }

    /// <summary>The agent's files.</summary>
    public AgentFolder Folder { get; }

    /// <summary>Connects for the first time.</summary>
    /// <param name="epoch">The master's epoch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When the agent is up.</returns>
    public async Task StartAsync(long epoch, CancellationToken cancellationToken)
    {
        CreateFolder();
        var session = await _connector.ConnectAsync(epoch, cancellationToken).ConfigureAwait(false);
        _loop = KeepAsync(session, epoch);
    }

    /// <summary>Calls the supervisor.</summary>
    /// <param name="message">The call.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>When it is done.</returns>
    public Task CallAsync(ServerMessage message, CancellationToken cancellationToken) =>
        _session is { } session ? session.CallAsync(message, cancellationToken) : throw new AgentUnreachableException(_agent.Id, null);

    /// <summary>Ends.</summary>
    /// <param name="leaveTasks">Whether to leave the tasks to the leash.</param>
    /// <param name="cancellationToken">When to give up.</param>
    /// <returns>When the connection, and unless they are left the tasks and the supervisor, have ended.</returns>
    public async Task StopAsync(bool leaveTasks, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_session is { } session)
        {
            if (!leaveTasks)
            {
                await EndSupervisorAsync(session, cancellationToken).ConfigureAwait(false);
            }

            session.Dispose();
        }

        await _loop.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _session?.Dispose();
        _stop.Dispose();
    }

    private void CreateFolder()
    {
        try
        {
            Folder.Create();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LocalSubstrateException("state_unwritable", $"The state folder can't be written: {refused.Message} Free space or name another with --state.", refused);
        }
    }

    private async Task KeepAsync(SupervisorSession first, long epoch)
    {
        for (var session = first; session is not null; session = await ReconnectAsync(epoch).ConfigureAwait(false))
        {
            Announce(session);
            await ReadAsync(session).ConfigureAwait(false);
            _session = null;
            session.Dispose();
            if (!_stop.IsCancellationRequested)
            {
                _ = _events.TryWrite(new AgentDown(_agent.Id, TasksAreGone: false));
                Log.AgentDisconnected(_logger, _agent.Id);
            }
        }
    }

    private void Announce(SupervisorSession session)
    {
        var welcome = session.Welcome;
        Log.AgentConnected(_logger, _agent.Id, welcome.Pid, welcome.Tasks.Length);
        foreach (var notice in welcome.Notices)
        {
            Log.AgentNotice(_logger, _agent.Id, notice);
        }

        _session = session;
        _ = _events.TryWrite(new AgentUp(_agent.Id, _agent.Total, _agent.Attributes, [.. welcome.Tasks.Select(Seen)]));
    }

    private async Task ReadAsync(SupervisorSession session)
    {
        try
        {
            await session.RunAsync(state => _events.TryWrite(Seen(state))).ConfigureAwait(false);
        }
        catch (InvalidDataException garbled)
        {
            Log.AgentGarbled(_logger, _agent.Id, garbled);
        }
    }

    private async Task<SupervisorSession?> ReconnectAsync(long epoch)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                return await _connector.ConnectAsync(epoch, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is LocalSubstrateException or IOException)
            {
                Log.AgentReconnectFailed(_logger, _agent.Id, failure);
                await Task.WhenAny(Task.Delay(RetryPause, _timeProvider, _stop.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private async Task EndSupervisorAsync(SupervisorSession session, CancellationToken cancellationToken)
    {
        try
        {
            var process = ProcessIdentity.Of(session.Welcome.Pid);
            await session.CallAsync(new EndCall(), cancellationToken).ConfigureAwait(false);
            await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (process is { IsAlive: true })
            {
                await Task.Delay(ExitPause, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (AgentUnreachableException)
        {
            // It died just now, and its guardian ends what it left.
            Log.AgentDisconnected(_logger, _agent.Id);
        }
        catch (OperationCanceledException)
        {
            Log.AgentStopTimedOut(_logger, _agent.Id);
        }
    }

    private TaskObserved Seen(TaskState state) =>
        new(_agent.Id, new TaskId(state.Task), new TaskReport(state.Condition, state.ExitCode, state.Detail));
}
