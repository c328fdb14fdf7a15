namespace CoScheduler.Analyses;

/// <summary>
/// Replies that wait to be published, so many as memory may hold. What is too much stays in the store and is read from there when its turn comes.
/// </summary>
internal sealed class OutboxQueue(long maxBytes)
{
    // What a reply takes beside its data.
    private const int ReplyBytes = 1_024;

    private readonly Lock _lock = new();
    private readonly Queue<OutgoingReply> _replies = [];
    private TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;

    // From the start on, for the store may hold what an earlier server did not get out.
    private bool _overflowed = true;

    public void Push(IEnumerable<OutgoingReply> replies)
    {
        lock (_lock)
        {
            foreach (var reply in replies)
            {
                var bytes = BytesOf(reply);
                _overflowed |= _bytes + bytes > maxBytes;
                if (!_overflowed)
                {
                    _replies.Enqueue(reply);
                    _bytes += bytes;
                }
            }

            _filled.TrySetResult();
        }
    }

    /// <summary>Waits until there is something, and takes the first of it.</summary>
    /// <param name="maxCount">How many at most.</param>
    /// <param name="readStore">Reads what is in the store, and whether there is more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<OutgoingReply>> TakeAsync(
        int maxCount, Func<Task<(IReadOnlyList<OutgoingReply> Replies, bool More)>> readStore, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task filled;
            bool read;
            lock (_lock)
            {
                if (_replies.Count > 0)
                {
                    return Dequeue(maxCount);
                }

                read = _overflowed;
                _overflowed = false;
                if (_filled.Task.IsCompleted)
                {
                    _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                filled = _filled.Task;
            }

            if (!read)
            {
                await filled.WaitAsync(cancellationToken);
                continue;
            }

            var (replies, more) = await readStore();
            Drop(more ? null : replies);
            if (replies.Count > 0)
            {
                return replies;
            }
        }
    }

    /// <summary>Drops what was pushed while the store was read and was read there; all of it, if the store has more that must come first.</summary>
    private void Drop(IReadOnlyList<OutgoingReply>? read)
    {
        lock (_lock)
        {
            _overflowed |= read is null;
            var known = read?.Select(reply => reply.Sequence).ToHashSet();
            OutgoingReply[] kept = known is null ? [] : [.. _replies.Where(reply => !known.Contains(reply.Sequence))];
            _replies.Clear();
            _bytes = 0;
            foreach (var reply in kept)
            {
                _replies.Enqueue(reply);
                _bytes += BytesOf(reply);
            }
        }
    }

    private List<OutgoingReply> Dequeue(int maxCount)
    {
        var taken = new List<OutgoingReply>();
        while (taken.Count < maxCount && _replies.TryDequeue(out var reply))
        {
            taken.Add(reply);
            _bytes -= BytesOf(reply);
        }

        return taken;
    }

    private static long BytesOf(OutgoingReply reply) => ReplyBytes + reply.Event.Data.Length;
}
