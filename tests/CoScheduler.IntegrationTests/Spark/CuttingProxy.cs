using System.Net;
using System.Net.Sockets;

namespace CoScheduler.IntegrationTests.Spark;

/// <summary>A TCP proxy that resets its first connections, each after a number of bytes, or of gRPC's messages, from the server.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Queue<int> _cuts;
    private readonly int _port;
    private readonly bool _messages;
    private readonly Task _accepting;

    public CuttingProxy(int port, IEnumerable<int> cuts, bool messages = false)
    {
        _messages = messages;
        _port = port;
        _cuts = new Queue<int>(cuts);
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    public int CutsLeft => _cuts.Count;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stopped.Token);
                connections.Add(ServeAsync(client, _cuts.TryDequeue(out var bytes) ? bytes : int.MaxValue));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client, int bytes)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _port);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
            await Task.WhenAny(
                CopyAsync(client, server, int.MaxValue, ended.Token),
                _messages ? GrpcMessages.CopyAsync(server, client, bytes, ended.Token) : CopyAsync(server, client, bytes, ended.Token));
            await ended.CancelAsync();
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, int bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        try
        {
            while (bytes > 0)
            {
                var read = await from.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, bytes)), cancellationToken);
                if (read == 0)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read), cancellationToken);
                bytes -= read;
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that breaks is what this is for.
            return;
        }
    }
}
