using System.Collections.Concurrent;
using System.Net.Sockets;
using CoScheduler.Local.Protocol;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Local.Substrate;

/// <summary>A connection to a supervisor that has welcomed us.</summary>
internal sealed class SupervisorSession : IDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _calls = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly AgentId _agent;
    private readonly NetworkStream _stream;
    private long _lastCall;
    private volatile bool _isOver;

    private SupervisorSession(AgentId agent, NetworkStream stream, Welcome welcome)
    {
        _agent = agent;
        _stream = stream;
        Welcome = welcome;
    }

    /// <summary>What the supervisor said first.</summary>
    public Welcome Welcome { get; }

    /// <summary>Greets a supervisor.</summary>
    /// <param name="agent">Its agent.</param>
    /// <param name="socket">The connection; ended unless a session comes of it.</param>
    /// <param name="hello">The greeting.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session, or why there is none; neither if the supervisor went away.</returns>
    public static async Task<(SupervisorSession? Session, Refused? Refused)> OpenAsync(AgentId agent, Socket socket, Hello hello, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        var isOpen = false;
        try
        {
            await Frames.WriteAsync(stream, hello, MessageJson.Default.ServerMessage, cancellationToken).ConfigureAwait(false);
            var answer = await Frames.ReadAsync(stream, MessageJson.Default.SupervisorMessage, cancellationToken).ConfigureAwait(false);
            isOpen = answer is Welcome;
            return (answer is Welcome welcome ? new SupervisorSession(agent, stream, welcome) : null, answer as Refused);
        }
        catch (IOException)
        {
            return (null, null);
        }
        finally
        {
            if (!isOpen)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads until the connection ends.</summary>
    /// <param name="observed">Told each task that is seen.</param>
    /// <returns>When it has ended; calls under way have failed then.</returns>
    /// <exception cref="InvalidDataException">The supervisor sent what can't be read.</exception>
    public async Task RunAsync(Action<TaskState> observed)
    {
        try
        {
            while (await Frames.ReadAsync(_stream, MessageJson.Default.SupervisorMessage, CancellationToken.None).ConfigureAwait(false) is { } message)
            {
                Receive(message, observed);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            Fail(gone);
        }
        finally
        {
            Fail(null);
        }
    }

    /// <summary>Calls the supervisor.</summary>
    /// <param name="message">The call.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>When it is done.</returns>
    /// <exception cref="AgentUnreachableException">The connection ended before.</exception>
    public async Task CallAsync(ServerMessage message, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _lastCall);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[call] = answer;
        try
        {
            if (_isOver)
            {
                throw new AgentUnreachableException(_agent, null);
            }

            await WriteAsync(message with { Call = call }).ConfigureAwait(false);
            await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = _calls.TryRemove(call, out _);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private void Receive(SupervisorMessage message, Action<TaskState> observed)
    {
        if (message is Observed seen)
        {
            observed(seen.State);
        }
        else if (message is Answered answered && _calls.TryGetValue(answered.Call, out var answer))
        {
            _ = answer.TrySetResult();
        }
    }

    /// <summary>Not cancelled half-way: what follows could not be read.</summary>
    private async Task WriteAsync(ServerMessage message)
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await Frames.WriteAsync(_stream, message, MessageJson.Default.ServerMessage, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            throw new AgentUnreachableException(_agent, gone);
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    private void Fail(Exception? cause)
    {
        _isOver = true;
        foreach (var call in _calls.Values)
        {
            _ = call.TrySetException(new AgentUnreachableException(_agent, cause));
        }
    }
}
