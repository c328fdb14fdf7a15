using Microsoft.Extensions.Logging;

namespace CoScheduler.Analyses;

/// <summary>Publishes replies in the order of the outbox, again and again until each is acknowledged or can never be.</summary>
internal sealed class OutboxPump(
    OutboxQueue queue, IRequestStore store, IReplyPublisher publisher, Func<AwaitedWork, Task> keep, Action<LoopWork> keepLazily, TimeProvider time, ILogger logger)
{
    private const int MaxBatch = 500;
    private const long MaxBatchBytes = 8 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is told to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var fromStore = false;
        try
        {
            while (true)
            {
                var batch = await queue.TakeAsync(MaxBatch, ReadStoreAsync, cancellationToken);
                var outcomes = await PublishAsync(batch, cancellationToken);
                var sent = new SentWork(batch, outcomes);
                Tell(batch, outcomes);
                if (fromStore)
                {
                    // Before the store is read again, for it would give the same replies.
                    await keep(sent).WaitAsync(cancellationToken);
                    fromStore = false;
                }
                else
                {
                    keepLazily(sent);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.PumpStopped();
        }

        Task<(IReadOnlyList<OutgoingReply>, bool)> ReadStoreAsync()
        {
            fromStore = true;
            return ReadAsync(cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<OutgoingReply> Replies, bool More)> ReadAsync(CancellationToken cancellationToken)
    {
        // What was published and not yet marked as such would be read as unsent.
        await keep(new BarrierWork()).WaitAsync(cancellationToken);
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                var replies = store.Unsent(MaxBatch + 1, MaxBatchBytes);
                var bytes = replies.Sum(reply => (long)reply.Event.Data.Length);
                return replies.Count > MaxBatch ? ([.. replies.Take(MaxBatch)], true) : (replies, bytes >= MaxBatchBytes);
            }
            catch (RequestStoreException e)
            {
                logger.CannotKeep(e.Code, e);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<RequestError?>> PublishAsync(IReadOnlyList<OutgoingReply> batch, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                return await publisher.PublishAsync(batch, cancellationToken);
            }
#pragma warning disable CA1031 // Whatever the broker's client throws, the replies are kept and said again.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.CannotPublish(batch.Count, pause, e);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private void Tell(IReadOnlyList<OutgoingReply> batch, IReadOnlyList<RequestError?> outcomes)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i] is { } error)
            {
                logger.Undeliverable(batch[i].Event.Id, batch[i].Topic, error.Code, error.Detail);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause + pause < LongestPause ? pause + pause : LongestPause;
}
