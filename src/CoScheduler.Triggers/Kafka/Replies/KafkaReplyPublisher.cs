using System.Collections.Concurrent;
using CoScheduler.Analyses;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Publishes replies with an idempotent producer. While no broker answers it waits; the order of a partition is kept.
/// </summary>
public sealed class KafkaReplyPublisher : IReplyPublisher, IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long a topic that is not there is refused without asking again: asking holds up the replies behind it.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(30);

    private readonly KafkaOptions options;
    private readonly BrokerWatch watch;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, long> missing = new(StringComparer.Ordinal);
    private IProducer<byte[], byte[]?> producer;
    private volatile Error? fatal;

    /// <summary>Makes a publisher, which connects by itself.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="watch">Knows whether it answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public KafkaReplyPublisher(KafkaOptions options, BrokerWatch watch, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.watch = watch;
        this.time = time;
        this.logger = logger;
        producer = Build();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RequestError?>> PublishAsync(IReadOnlyList<OutgoingReply> replies, CancellationToken cancellationToken)
    {
        var current = Producer();
        var deliveries = new Task<RequestError?>[replies.Count];
        for (var i = 0; i < deliveries.Length; i++)
        {
            // Begins in order: up to its first await each runs here, and that comes after the message was queued.
            deliveries[i] = DeliverAsync(current, replies[i], cancellationToken);
        }

        return await Task.WhenAll(deliveries);
    }

    /// <summary>Waits a little for what is under way, and ends the producer.</summary>
    public void Dispose()
    {
        producer.Flush(FlushLimit);
        producer.Dispose();
    }

    private async Task<RequestError?> DeliverAsync(IProducer<byte[], byte[]?> current, OutgoingReply reply, CancellationToken cancellationToken)
    {
        if (missing.TryGetValue(reply.Topic, out var since) && time.GetElapsedTime(since) < MissingFor)
        {
            return Refused(reply, new Error(ErrorCode.Local_UnknownTopic))!;
        }

        try
        {
            await current.ProduceAsync(Place(reply), ReplyEncoder.Encode(reply), cancellationToken);
            return null;
        }
        catch (ProduceException<byte[], byte[]?> exception)
        {
            if (exception.Error.Code is ErrorCode.Local_UnknownTopic or ErrorCode.UnknownTopicOrPart)
            {
                missing[reply.Topic] = time.GetTimestamp();
            }

            if (Refused(reply, exception.Error) is { } refused)
            {
                return refused;
            }

            throw;
        }
    }

    private static TopicPartition Place(OutgoingReply reply) => new(reply.Topic, reply.Partition ?? Partition.Any);

    private RequestError? Refused(OutgoingReply reply, Error error)
    {
        var refused = DeliveryFaults.Judge(reply, error);
        if (refused is not null)
        {
            Log.Undeliverable(logger, reply.Topic, refused.Code, refused.Detail);
        }

        return refused;
    }

    /// <summary>The producer; a new one after a fatal error, which ends an idempotent producer for good.</summary>
    private IProducer<byte[], byte[]?> Producer()
    {
        lock (gate)
        {
            if (fatal is { } error)
            {
                Log.ProducerReplaced(logger, error.Reason);
                producer.Dispose();
                fatal = null;
                producer = Build();
            }

            return producer;
        }
    }

    private IProducer<byte[], byte[]?> Build() => Clients.Producer(ClientSettings.Replies(options), watch, error => fatal = error);
}
