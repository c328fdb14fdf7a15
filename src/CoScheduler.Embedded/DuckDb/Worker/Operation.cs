using System.Collections.Immutable;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// One execution on the worker, with all that came of it, so that a server that comes back reads it again. Frames are
/// added by one thread and read by any number.
/// </summary>
internal sealed class Operation(ExecuteMessage order) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Frame> _frames = [];
    private TaskCompletionSource _more = NewSignal();

    public ExecuteMessage Order { get; } = order;

    /// <summary>Asks it to end.</summary>
    public CancellationTokenSource Cancel { get; } = new();

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How many bytes of rows it keeps.</summary>
    public long KeptBytes { get; private set; }

    public void Add(int rowCount, ImmutableArray<WireColumn> schema, ReadOnlyMemory<byte> rows)
    {
        lock (_gate)
        {
            KeptBytes += rows.Length;
            Append(new Frame(new RowsMessage(Order.Operation, _frames.Count, rowCount, schema), rows));
        }
    }

    public void End(TimeSpan ran, string? code, string? detail, DateTimeOffset now)
    {
        lock (_gate)
        {
            EndedAt = now;
            Append(new Frame(new EndedMessage(Order.Operation, (long)ran.TotalMicroseconds, code, detail)));
        }
    }

    /// <summary>Its frames from one on, to its end.</summary>
    public async IAsyncEnumerable<Frame> ReadAsync(int from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = from; ;)
        {
            Frame? frame = null;
            Task more;
            lock (_gate)
            {
                more = _more.Task;
                if (next < _frames.Count)
                {
                    frame = _frames[next];
                }
                else if (EndedAt is not null)
                {
                    // Asked from beyond the last batch: the end is all that is left to tell.
                    frame = _frames[^1];
                }
            }

            if (frame is not { } found)
            {
                await more.WaitAsync(cancellationToken);
                continue;
            }

            yield return found;
            if (found.Message is EndedMessage)
            {
                yield break;
            }

            next++;
        }
    }

    public void Dispose() => Cancel.Dispose();

    private void Append(Frame frame)
    {
        _frames.Add(frame);
        _more.SetResult();
        _more = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
