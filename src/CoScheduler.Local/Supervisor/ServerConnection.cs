using System.Net.Sockets;
using System.Threading.Channels;
using CoScheduler.Local.Protocol;

namespace CoScheduler.Local.Supervisor;

/// <summary>One server's connection.</summary>
/// <param name="socket">The connection.</param>
/// <param name="host">The supervisor.</param>
/// <param name="table">Its tasks.</param>
/// <param name="log">For people.</param>
internal sealed class ServerConnection(Socket socket, SupervisorHost host, TaskTable table, SupervisorLog log)
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly Channel<SupervisorMessage> _outgoing = Channel.CreateUnbounded<SupervisorMessage>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What the server asked for when it came.</summary>
    public Hello Hello { get; private set; } = new(0, 0, 0, 0);

    /// <summary>Done when the connection has ended.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to serve.</summary>
    public void Start() => Completion = RunAsync();

    /// <summary>Queues a message.</summary>
    /// <param name="message">The message.</param>
    public void Send(SupervisorMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Writes what is queued, and ends.</summary>
    public void Finish() => _outgoing.Writer.TryComplete();

    /// <summary>Ends at once, for a newer connection.</summary>
    public void Abort()
    {
        Finish();
        _stream.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await GreetAsync().ConfigureAwait(false);
            await Task.WhenAll(WriteAsync(), ReadAsync()).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            log.Write($"A server's connection ended: {gone.Message}");
        }
        finally
        {
            Abort();
            host.Leave(this);
        }
    }

    private async Task GreetAsync()
    {
        if (await Frames.ReadAsync(_stream, MessageJson.Default.ServerMessage, CancellationToken.None).ConfigureAwait(false) is not Hello hello)
        {
            Send(new Refused(RefusalCodes.Protocol, "The first message must be a greeting."));
            Finish();
            return;
        }

        Hello = hello;
        if (host.Enter(this) is { } refusal)
        {
            Send(refusal);
            Finish();
        }
    }

    private async Task WriteAsync()
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await Frames.WriteAsync(_stream, message, MessageJson.Default.SupervisorMessage, CancellationToken.None).ConfigureAwait(false);
        }

        socket.Shutdown(SocketShutdown.Both);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await Frames.ReadAsync(_stream, MessageJson.Default.ServerMessage, CancellationToken.None).ConfigureAwait(false) is { } message)
            {
                _ = AnswerAsync(message);
            }
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Calls are begun in order; slow ones don't hold up those behind them.</summary>
    private async Task AnswerAsync(ServerMessage message)
    {
        try
        {
            await DoAsync(message).ConfigureAwait(false);
            Send(new Answered(message.Call));
        }
        catch (Exception failure)
        {
            // The server says it again when it has reconnected.
            log.Write($"{message.GetType().Name} failed: {failure}");
            Abort();
        }
    }

    private async Task WatchAsync(Task kill)
    {
        try
        {
            await kill.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            log.Write($"A kill failed: {failure}");
            Abort();
        }
    }

    private Task DoAsync(ServerMessage message)
    {
        switch (message)
        {
            case LaunchCall launch:
                table.Launch(launch.Order);
                return Task.CompletedTask;
            case SignalCall signal:
                return table.SignalAsync(signal.Task);
            case KillCall kill:
                _ = WatchAsync(table.KillAsync(kill.Task, TimeSpan.FromMilliseconds(Hello.KillWaitMilliseconds)));
                return Task.CompletedTask;
            case ForgetCall forget:
                return Task.Run(() => table.Forget(forget.Task));
            case EndCall:
                host.End();
                return Task.CompletedTask;
            default:
                throw new InvalidDataException($"{message.GetType().Name} is not a call.");
        }
    }
}
