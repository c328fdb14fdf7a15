using System.Collections.Immutable;
using CoScheduler.Analyses;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// The Kafka door: reads requests in batches, hands each batch on, and only when it is kept lets its offsets be committed. One batch is
/// under way at a time. A broker that goes away and comes back, or requests that can't be kept for a while, only make it wait.
/// </summary>
public sealed class RequestDoor : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceWithBatch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterBreak = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions options;
    private readonly BrokerWatch watch;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly DeadLetters letters;
    private readonly BatchHandler handler;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abandoning = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<PartitionLag> lag = [];
    private bool started;
    private bool disposed;

    /// <summary>Makes a door, not yet open.</summary>
    /// <param name="options">Where it reads.</param>
    /// <param name="requests">What it hands messages to.</param>
    /// <param name="watch">Knows whether the broker answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public RequestDoor(KafkaOptions options, IRequests requests, BrokerWatch watch, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.watch = watch;
        this.time = time;
        this.logger = logger;
        letters = new DeadLetters(options, watch, logger);
        handler = new BatchHandler(requests, letters, time, logger);
    }

    /// <summary>How it stands.</summary>
    public KafkaHealth Health => new(watch.State, lag, handler.Stalled, handler.Handled, handler.DeadLetters);

    /// <summary>Opens it. It reads on a thread of its own, whether the broker is there or not.</summary>
    public void Start()
    {
        started = true;
        new Thread(Run) { IsBackground = true, Name = "kafka-door" }.Start();
    }

    /// <summary>Takes no further messages, finishes those under way, commits and leaves the group.</summary>
    /// <param name="cancellationToken">Abandons those under way; they are read again at the next start.</param>
    /// <returns>When it is closed.</returns>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        if (!started)
        {
            return;
        }

        using var registration = cancellationToken.Register(abandoning.Cancel);
        await drained.Task;
        if (await Task.WhenAny(ended.Task, Task.Delay(CloseLimit, time, CancellationToken.None)) != ended.Task)
        {
            Log.CloseTooLong(logger);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await StopAsync(new CancellationToken(canceled: true));
        letters.Dispose();
        stopping.Dispose();
        abandoning.Dispose();
    }

    private void Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                ReadUntilStopped();
            }
            catch (Exception exception)
            {
                // A consumer can end by a fatal error of its own: what it had not kept, a new one reads again.
                Log.DoorBroke(logger, exception);
                stopping.Token.WaitHandle.WaitOne(PauseAfterBreak);
            }
        }

        drained.TrySetResult();
        ended.SetResult();
    }

    private void ReadUntilStopped()
    {
        using var reader = new RequestReader(options, watch, time, logger);
        var meter = new LagMeter();
        long? kept = null;
        while (!stopping.IsCancellationRequested)
        {
            if (kept is null || time.GetElapsedTime(kept.Value) >= HousekeepingEvery)
            {
                kept = time.GetTimestamp();
                KeepHouse(reader, meter);
            }

            var batch = reader.Read();
            if (batch.Count > 0 && Handle(reader, batch))
            {
                reader.Keep(batch);
            }
        }

        drained.TrySetResult();
        if (watch.State.Up)
        {
            reader.Close();
        }
    }

    private bool Handle(RequestReader reader, RequestBatch batch)
    {
        var handling = handler.HandleAsync(batch, stopping.Token, abandoning.Token);
        if (Task.WaitAny([handling], PatienceWithBatch) < 0)
        {
            reader.Hold(handling);
        }

        if (handling.IsCanceled)
        {
            return false;
        }

        handling.GetAwaiter().GetResult();
        return true;
    }

    private void KeepHouse(RequestReader reader, LagMeter meter)
    {
        if (!watch.State.Up)
        {
            reader.Probe();
        }

        lag = meter.Measure(reader.Consumer, watch.State.Up);
    }
}
