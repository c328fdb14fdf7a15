using Confluent.Kafka;
using CoScheduler.Analyses;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Publishes replies with an idempotent producer. While no broker answers it waits; the order of a partition is kept.
/// </summary>
public sealed class KafkaReplyPublisher : IReplyPublisher, IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions options;
    private readonly BrokerWatch watch;
    private readonly ILogger logger;
    private readonly ReplyTopics topics;
    private readonly Lock gate = new();
    private IProducer<byte[], byte[]?> producer;
    private volatile Error? fatal;
    private bool disposed;

    /// <summary>Makes a publisher, which connects by itself.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="watch">Knows whether it answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public KafkaReplyPublisher(KafkaOptions options, BrokerWatch watch, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.watch = watch;
        this.logger = logger;
        topics = new ReplyTopics(time);
        producer = Build();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RequestError?>> PublishAsync(IReadOnlyList<OutgoingReply> replies, CancellationToken cancellationToken)
    {
        var current = Producer();
        var faults = await FindTopicsAsync(replies, current, cancellationToken);
        var deliveries = new Task<RequestError?>[replies.Count];
        for (var i = 0; i < deliveries.Length; i++)
        {
            // Begins in order: up to its first await each runs here, and that comes after the message was queued.
            var reply = replies[i];
            deliveries[i] = faults?.GetValueOrDefault(reply.Topic) is { } fault
                ? Task.FromResult<RequestError?>(DeliveryFaults.Judge(reply, fault) ?? throw new KafkaException(fault))
                : DeliverAsync(current, reply, cancellationToken);
        }

        return await Task.WhenAll(deliveries);
    }

    /// <summary>Waits a little for what is under way, and ends the producer.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            producer.Flush(FlushLimit);
            producer.Dispose();
        }
    }

    /// <summary>Makes sure of topics that nothing was sent to yet; null if there are none.</summary>
    private async Task<Dictionary<string, Error>?> FindTopicsAsync(
        IReadOnlyList<OutgoingReply> replies, IProducer<byte[], byte[]?> current, CancellationToken cancellationToken)
    {
        List<string>? strange = null;
        foreach (var reply in replies)
        {
            if (!topics.Has(reply.Topic))
            {
                (strange ??= []).Add(reply.Topic);
            }
        }

        if (strange is null)
        {
            return null;
        }

        var faults = strange.Where(static topic => !TopicName.IsLegal(topic)).Distinct()
            .ToDictionary(static topic => topic, static _ => new Error(ErrorCode.TopicException), StringComparer.Ordinal);
        foreach (var (topic, error) in await topics.FindAsync(strange.Distinct().Where(TopicName.IsLegal), current.Handle, cancellationToken))
        {
            faults[topic] = error;
        }

        return faults;
    }

    private async Task<RequestError?> DeliverAsync(IProducer<byte[], byte[]?> current, OutgoingReply reply, CancellationToken cancellationToken)
    {
        try
        {
            await current.ProduceAsync(new TopicPartition(reply.Topic, reply.Partition ?? Partition.Any), ReplyEncoder.Encode(reply), cancellationToken);
            return null;
        }
        catch (ProduceException<byte[], byte[]?> exception)
        {
            if (exception.Error.Code is ErrorCode.Local_UnknownTopic or ErrorCode.UnknownTopicOrPart)
            {
                // It was there: said again, the reply makes sure of it again.
                topics.Lost(reply.Topic);
                throw;
            }

            if (DeliveryFaults.Judge(reply, exception.Error) is { } refused)
            {
                return refused;
            }

            throw;
        }
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
