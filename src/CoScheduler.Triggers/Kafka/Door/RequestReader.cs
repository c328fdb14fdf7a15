using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>The consumer of requests: reads batches and keeps their offsets when told. Used by one thread.</summary>
internal sealed class RequestReader : IDisposable
{
    /// <summary>How long it waits for a message, which wakes it at once: as long as stopping may take.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MetadataLimit = TimeSpan.FromSeconds(1);

    private readonly KafkaOptions options;
    private readonly RequestDecoder decoder;
    private readonly BrokerWatch watch;
    private readonly ILogger logger;
    private readonly RequestPace pace;
    private readonly TopicLookups lookups;
    private readonly Queue<ConsumeResult<byte[], byte[]?>> held = new();
    private bool attached;
    private bool came;
    private string? trouble;

    /// <summary>Makes a consumer, which connects by itself.</summary>
    public RequestReader(KafkaOptions options, BrokerWatch watch, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.watch = watch;
        this.logger = logger;
        decoder = new RequestDecoder(options);
        var consumer = Clients.Consumer(ClientSettings.Requests(options), watch, Assigned);
        pace = new RequestPace(consumer, options.Embedded ? Clients.Consumer(ClientSettings.EagerRequests(options), watch) : null, time);
        lookups = new TopicLookups(consumer.Handle);
    }

    /// <summary>What it reads from; may be another one after each <see cref="Read"/>.</summary>
    public IConsumer<byte[], byte[]?> Consumer => pace.Current;

    /// <summary>Asks the broker for a sign of life.</summary>
    public void Probe()
    {
        if (lookups.Find(options.RequestTopics.Keys.First(), MetadataLimit) is not null)
        {
            watch.Answered();
            lookups.Rest();
        }
    }

    /// <summary>Reads what is there, or waits a little.</summary>
    /// <returns>The batch; empty if nothing came.</returns>
    public RequestBatch Read()
    {
        var batch = new RequestBatch();
        if (!attached && !Attach())
        {
            return batch;
        }

        pace.Keep(came);
        while (batch.Count < options.MaxBatch && Next(batch.Count == 0 ? Wait : TimeSpan.Zero) is { } record)
        {
            batch.Add(record, decoder.Decode(record));
        }

        came = batch.Count > 0;
        if (came)
        {
            trouble = null;
            watch.Answered();
        }

        return batch;
    }

    /// <summary>Takes no further messages while a batch is handled for long, but stays in the group.</summary>
    /// <param name="handling">The handling.</param>
    public void Hold(Task handling)
    {
        Consumer.Pause(Consumer.Assignment);
        while (!handling.IsCompleted)
        {
            // Partitions that the group gives meanwhile are not paused yet.
            if (Consume(Wait) is { } record)
            {
                held.Enqueue(record);
                Consumer.Pause([record.TopicPartition]);
            }
        }

        Consumer.Resume(Consumer.Assignment);
    }

    /// <summary>Keeps the offsets of a batch that was handled; the client commits them.</summary>
    /// <param name="batch">The batch.</param>
    public void Keep(RequestBatch batch)
    {
        foreach (var next in batch.Next)
        {
            try
            {
                Consumer.StoreOffset(next);
            }
            catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_State)
            {
                // The partition has gone to another server, which handles the message again: by its identity that changes nothing.
                Log.Client(logger, "REVOKED", next.ToString());
            }
        }
    }

    /// <summary>Commits what was kept and leaves the group.</summary>
    public void Close() => pace.Close();

    /// <inheritdoc/>
    public void Dispose()
    {
        lookups.Dispose();
        pace.Dispose();
    }

    private ConsumeResult<byte[], byte[]?>? Next(TimeSpan wait) => held.TryDequeue(out var record) ? record : Consume(wait);

    private ConsumeResult<byte[], byte[]?>? Consume(TimeSpan wait)
    {
        try
        {
            return Consumer.Consume(wait);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            watch.Heard(exception.Error);
            if (trouble != exception.Error.Reason)
            {
                trouble = exception.Error.Reason;
                Log.Unread(logger, trouble);
            }

            return null;
        }
    }

    /// <summary>Joins the group; from the embedded broker, which forms groups in seconds, takes all partitions.</summary>
    private bool Attach()
    {
        if (!options.Embedded)
        {
            Consumer.Subscribe(options.RequestTopics.Keys);
            return attached = true;
        }

        var partitions = new List<TopicPartition>();
        foreach (var topic in options.RequestTopics.Keys)
        {
            if (lookups.Find(topic, MetadataLimit) is not { Partitions: { Count: > 0 } found })
            {
                return false;
            }

            partitions.AddRange(found);
        }

        watch.Answered();
        Consumer.Assign(partitions);
        Assigned(partitions);
        lookups.Rest();
        return attached = true;
    }

    private void Assigned(IReadOnlyList<TopicPartition> partitions) =>
        Log.Assigned(logger, partitions.Count == 0 ? "no partition" : string.Join(", ", partitions.Select(static p => $"{p.Topic} {p.Partition.Value}")));
}
