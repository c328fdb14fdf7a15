using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>The server's connection to a worker.</summary>
internal sealed class WorkerConnection : IAsyncDisposable
{
    private readonly FrameStream _frames;
    private readonly ConcurrentDictionary<Guid, ChannelWriter<Frame>> _calls = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private volatile bool _closed;
    private int _disposed;

    private WorkerConnection(FrameStream frames, HelloMessage hello)
    {
        _frames = frames;
        ProcessId = hello.ProcessId;
        _reading = ReadAllAsync();
    }

    /// <summary>The worker's process.</summary>
    public int ProcessId { get; }

    /// <summary>When the connection is gone, for whatever reason.</summary>
    public Task Closed => _reading;

    /// <summary>Connects, trying again until the worker listens.</summary>
    /// <param name="socket">Where it listens.</param>
    /// <param name="retry">How long to wait before trying again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WorkerConnection> ConnectAsync(string socket, TimeSpan retry, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryConnectAsync(socket, cancellationToken) is { } connection)
            {
                return connection;
            }

            await Task.Delay(retry, time, cancellationToken);
        }
    }

    /// <summary>Begins to listen for an operation's frames; they end when the operation or the connection does.</summary>
    /// <exception cref="WorkerGoneException">The connection is closed.</exception>
    public ChannelReader<Frame> Listen(Guid operation)
    {
        var channel = Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        _calls[operation] = channel.Writer;
        if (_closed)
        {
            Forget(operation);
            throw new WorkerGoneException(null);
        }

        return channel.Reader;
    }

    /// <summary>No more frames of it are wanted.</summary>
    public void Forget(Guid operation) => _calls.TryRemove(operation, out _);

    /// <summary>Sends frames, none of another sender's between them.</summary>
    /// <exception cref="WorkerGoneException">The connection is closed.</exception>
    public async Task SendAsync(IReadOnlyList<Frame> frames, CancellationToken cancellationToken)
    {
        try
        {
            await _frames.WriteAsync(frames, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new WorkerGoneException(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            await _reading;
            return;
        }

        await _closing.CancelAsync();
        await _reading;
        await _frames.DisposeAsync();
        _closing.Dispose();
    }

    private static async Task<WorkerConnection?> TryConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            var frames = new FrameStream(new NetworkStream(socket, ownsSocket: true));
            return await frames.ReadAsync(cancellationToken) is { Message: HelloMessage hello } ? new WorkerConnection(frames, hello) : null;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // Not there yet, or just gone: whoever waits decides for how long.
            socket.Dispose();
            return null;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReadAllAsync()
    {
        Exception? end = null;
        try
        {
            while (await _frames.ReadAsync(_closing.Token) is { } frame)
            {
                Dispatch(frame);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException or System.Text.Json.JsonException)
        {
            end = exception;
        }

        _closed = true;
        foreach (var (operation, writer) in _calls)
        {
            writer.TryComplete(new WorkerGoneException(end));
            _calls.TryRemove(operation, out _);
        }
    }

    private void Dispatch(Frame frame)
    {
        var operation = frame.Message switch
        {
            StartedMessage m => m.Operation,
            RefusedMessage m => m.Operation,
            RowsMessage m => m.Operation,
            EndedMessage m => m.Operation,
            _ => throw new InvalidDataException($"A worker doesn't send {frame.Message.GetType().Name}."),
        };
        if (!_calls.TryGetValue(operation, out var writer))
        {
            return;
        }

        writer.TryWrite(frame);
        if (frame.Message is EndedMessage or RefusedMessage)
        {
            _calls.TryRemove(operation, out _);
            writer.TryComplete();
        }
    }
}

/// <summary>The worker, or the connection to it, is gone.</summary>
internal sealed class WorkerGoneException(Exception? inner) : Exception("The connection to the worker is gone.", inner);
