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
                // What comes while the store is read may be read and pushed both; twice is allowed, never is not.
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
            if (more)
            {
                Overflow();
            }

            if (replies.Count > 0)
            {
                return replies;
            }
        }
    }

    private void Overflow()
    {
        lock (_lock)
        {
            // Later replies must not overtake those that are still in the store.
            _overflowed = true;
            _replies.Clear();
            _bytes = 0;
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
