namespace CoScheduler.Spark.Connect;

/// <summary>
/// Looks at the first bytes of a connection: an HTTP/2 server begins with a frame of settings (RFC 9113, section 3.4), soon, whatever it is asked. All else is
/// left as it is.
/// </summary>
internal sealed class FirstFrameStream(Stream inner, TimeSpan limit) : Stream
{
    /// <summary>Where a frame has its type, after three bytes of length (RFC 9113, section 4.1).</summary>
    private const int TypeAt = 3;
    private const byte Settings = 4;

    private int _seen;

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _seen > TypeAt ? inner.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoHttp2Exception($"It took the connection and said nothing for {limit.TotalSeconds} s.");
        }
        catch (IOException error)
        {
            throw new NoHttp2Exception($"It took the connection and broke it: {error.Message}", error);
        }

        // Who reads nothing only waits for something to read.
        return buffer.Length == 0 ? read : Checked(buffer.Span[..read]);
    }

    private int Checked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new NoHttp2Exception("It took the connection and closed it.");
        }

        if (_seen + bytes.Length > TypeAt && bytes[TypeAt - _seen] != Settings)
        {
            throw new NoHttp2Exception("It answered in another protocol.");
        }

        _seen += bytes.Length;
        return bytes.Length;
    }
}
