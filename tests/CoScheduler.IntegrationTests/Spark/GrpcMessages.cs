using System.Buffers.Binary;
using System.Net.Sockets;

namespace CoScheduler.IntegrationTests.Spark;

/// <summary>Finds gRPC's messages in what a server sends: HTTP/2 frames (RFC 9113, section 4.1), in whose DATA each message has five bytes before it.</summary>
internal sealed class GrpcMessages
{
    private const int FrameHeader = 9;
    private const int MessageHeader = 5;
    private const byte Data = 0;
    private readonly Dictionary<int, List<byte>> _streams = [];

    /// <summary>Copies frames until a number of messages has passed.</summary>
    public static async Task CopyAsync(Socket from, Socket to, int messages, CancellationToken cancellationToken)
    {
        var counted = new GrpcMessages();
        await using var source = new NetworkStream(from);
        var header = new byte[FrameHeader];
        try
        {
            while (messages > 0)
            {
                await source.ReadExactlyAsync(header, cancellationToken);
                var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
                await source.ReadExactlyAsync(payload, cancellationToken);
                await to.SendAsync(header, cancellationToken);
                await SendAsync(to, payload, cancellationToken);
                messages -= header[3] == Data ? counted.Completed(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload) : 0;
            }
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that breaks is what this is for.
            return;
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
        }
    }

    private int Completed(int stream, byte[] payload)
    {
        if (!_streams.TryGetValue(stream, out var open))
        {
            _streams[stream] = open = [];
        }

        open.AddRange(payload);
        var completed = 0;
        while (open.Count >= MessageHeader && open.Count >= Length(open))
        {
            open.RemoveRange(0, Length(open));
            completed++;
        }

        return completed;
    }

    private static int Length(List<byte> open) => MessageHeader + ((open[1] << 24) | (open[2] << 16) | (open[3] << 8) | open[4]);
}
