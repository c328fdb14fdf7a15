using System.Buffers.Binary;
using System.Text.Json;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// Frames on a stream: the header's length and the payload's length, 32 bits each, big end first, then the header as
/// JSON and the payload. One reader; writers are put in order here.
/// </summary>
internal sealed class FrameStream(Stream stream) : IAsyncDisposable
{
    private const int MaxHeaderBytes = 16 << 20;
    private const int MaxPayloadBytes = 256 << 20;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly byte[] _lengths = new byte[8];

    /// <summary>Writes a frame whole.</summary>
    public Task WriteAsync(Frame frame, CancellationToken cancellationToken) => WriteAsync([frame], cancellationToken);

    /// <summary>Writes frames with none of another writer's between them.</summary>
    public async Task WriteAsync(IReadOnlyList<Frame> frames, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Once begun, a frame is written to its end: half of one would make the stream unreadable.
            foreach (var frame in frames)
            {
                await WriteOneAsync(frame);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads the next frame.</summary>
    /// <returns>The frame, or null at the stream's end.</returns>
    public async Task<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(_lengths, _lengths.Length, throwOnEndOfStream: false, cancellationToken);
        if (read < _lengths.Length)
        {
            return null;
        }

        var header = new byte[CheckLength(BinaryPrimitives.ReadInt32BigEndian(_lengths), MaxHeaderBytes)];
        var payload = new byte[CheckLength(BinaryPrimitives.ReadInt32BigEndian(_lengths.AsSpan(4)), MaxPayloadBytes)];
        await stream.ReadExactlyAsync(header, cancellationToken);
        await stream.ReadExactlyAsync(payload, cancellationToken);
        var message = JsonSerializer.Deserialize(header, WorkerJson.Default.WorkerMessage) ?? throw new InvalidDataException("A frame's header is null.");
        return new Frame(message, payload);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task WriteOneAsync(Frame frame)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(frame.Message, WorkerJson.Default.WorkerMessage);
        var head = new byte[8 + header.Length];
        BinaryPrimitives.WriteInt32BigEndian(head, header.Length);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), frame.Payload.Length);
        header.CopyTo(head.AsSpan(8));
        await stream.WriteAsync(head, CancellationToken.None);
        if (!frame.Payload.IsEmpty)
        {
            await stream.WriteAsync(frame.Payload, CancellationToken.None);
        }
    }

    private static int CheckLength(int length, int max) =>
        length >= 0 && length <= max ? length : throw new InvalidDataException($"A frame announces {length} bytes; at most {max} are allowed.");
}
