using System.Collections.Concurrent;
using System.Net.Sockets;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Listens on the worker's socket and serves whoever connects, until it is drained.</summary>
internal sealed class WorkerHost(WorkerSettings settings, WorkerCatalogue catalogue, Operations operations)
{
    private readonly ConcurrentDictionary<Task, byte> _sessions = new();

    /// <summary>Serves until <see cref="Operations.Drain"/> was called and all has been told.</summary>
    public async Task RunAsync()
    {
        using var listener = Listen();
        using var stop = new CancellationTokenSource();
        var accepting = AcceptAsync(listener, stop.Token);
        await operations.Drained;
        await stop.CancelAsync();
        await accepting;
        await Task.WhenAll(_sessions.Keys);
        File.Delete(settings.Socket);
    }

    private Socket Listen()
    {
        File.Delete(settings.Socket);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        // Bound under a name that nobody knows, so that nobody connects before only the owner may.
        var hidden = settings.Socket[..^1] + "~";
        File.Delete(hidden);
        listener.Bind(new UnixDomainSocketEndPoint(hidden));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(hidden, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        listener.Listen();
        File.Move(hidden, settings.Socket);
        return listener;
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stop);
                var session = ServeAsync(socket, stop);
                _sessions.TryAdd(session, 0);
                _ = session.ContinueWith(done => _sessions.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // Drained: nobody needs to be served any more.
            return;
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken drained)
    {
        await using var frames = new FrameStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await new WorkerSession(frames, catalogue, operations).RunAsync(drained);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            await Console.Error.WriteLineAsync($"A connection ended: {exception.Message}");
        }
    }
}
