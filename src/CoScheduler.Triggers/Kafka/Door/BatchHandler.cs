using CoScheduler.Analyses;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Hands batches on, again and again until each is kept: no offset passes what was not.</summary>
internal sealed class BatchHandler(IRequests requests, DeadLetters letters, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long handled;
    private long deadLetters;
    private volatile string? stalled;

    /// <summary>How many messages were handled.</summary>
    public long Handled => Interlocked.Read(ref handled);

    /// <summary>How many of them were dead letters.</summary>
    public long DeadLetters => Interlocked.Read(ref deadLetters);

    /// <summary>Why a batch can't be handled right now, or null.</summary>
    public string? Stalled => stalled;

    /// <summary>Handles a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="stopping">Ends trying again.</param>
    /// <param name="cancellationToken">Ends an attempt that runs.</param>
    /// <returns>When it is kept; cancelled if it was not.</returns>
    public async Task HandleAsync(RequestBatch batch, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var began = time.GetTimestamp();
        while (!await TryAsync(batch, cancellationToken))
        {
            await Task.Delay(pause, time, stopping);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }

        if (stalled is not null)
        {
            stalled = null;
            Log.Unstalled(logger, time.GetElapsedTime(began));
        }

        Interlocked.Add(ref handled, batch.Count);
        Interlocked.Add(ref deadLetters, batch.Letters.Count);
    }

    private async Task<bool> TryAsync(RequestBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            if (!batch.LettersSent)
            {
                await letters.SendAsync(batch.Letters, cancellationToken);
                batch.LettersSent = true;
            }

            if (batch.Messages.Count > 0)
            {
                await requests.HandleAsync(batch.Messages, cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (stalled is null)
            {
                Log.Stalled(logger, exception);
            }

            stalled = exception.Message;
            return false;
        }
    }
}
