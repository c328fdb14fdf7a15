using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Client;

/// <summary>Reads the reply topic from where it ended when the client came, on a thread of its own.</summary>
internal sealed class ReplyListener : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MetadataStep = TimeSpan.FromSeconds(2);

    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly ReplyRouter _router;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private volatile bool _isOver;

    private ReplyListener(IConsumer<Ignore, byte[]> consumer, ReplyRouter router, ILogger logger)
    {
        _consumer = consumer;
        _router = router;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "coscheduler-replies" };
    }

    /// <summary>Begins to read. Blocks until the broker has answered.</summary>
    /// <param name="options">The client's options.</param>
    /// <param name="producer">Whose handle is used to ask, which also makes the topic where brokers do so.</param>
    /// <param name="router">Where replies go.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">For people.</param>
    /// <returns>The reader; whatever is replied from now on is read.</returns>
    /// <exception cref="AnalysisException">The broker or the topic can't be reached.</exception>
    public static ReplyListener Start(CoSchedulerClientOptions options, Handle producer, ReplyRouter router, TimeProvider timeProvider, ILogger logger)
    {
        var consumer = new ConsumerBuilder<Ignore, byte[]>(KafkaSettings.Consumer(options))
            .SetErrorHandler((_, error) => Log.ReadFailed(logger, error.Reason))
            .SetLogHandler(static (_, _) => { })
            .Build();
        try
        {
            var partitions = Partitions(options, producer, timeProvider);
            consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, consumer.QueryWatermarkOffsets(partition, options.ConnectTimeout).High)));
        }
        catch (KafkaException unreachable)
        {
            consumer.Dispose();
            throw AnalysisException.Unreachable($"The topic {options.ReplyTopic} on {options.Bootstrap} can't be read: {unreachable.Error.Reason}", unreachable);
        }
        catch
        {
            consumer.Dispose();
            throw;
        }

        var listener = new ReplyListener(consumer, router, logger);
        listener._thread.Start();
        return listener;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _consumer.Dispose();
    }

    /// <summary>A topic that is made by being asked for has no partitions yet at first.</summary>
    private static List<TopicPartition> Partitions(CoSchedulerClientOptions options, Handle producer, TimeProvider timeProvider)
    {
        using var admin = new DependentAdminClientBuilder(producer).Build();
        var began = timeProvider.GetTimestamp();
        while (true)
        {
            var topic = Metadata(admin, options.ReplyTopic);
            if (topic is { Error.IsError: false, Partitions.Count: > 0 })
            {
                return [.. topic.Partitions.Select(partition => new TopicPartition(options.ReplyTopic, partition.PartitionId))];
            }

            if (timeProvider.GetElapsedTime(began) > options.ConnectTimeout)
            {
                throw AnalysisException.Unreachable($"The topic {options.ReplyTopic} on {options.Bootstrap} can't be reached: {topic?.Error.Reason ?? "the broker does not answer"}");
            }
        }
    }

    private static TopicMetadata? Metadata(IAdminClient admin, string topic)
    {
        try
        {
            return admin.GetMetadata(topic, MetadataStep).Topics.SingleOrDefault();
        }
        catch (KafkaException)
        {
            // Not yet; the caller knows how long to go on.
            return null;
        }
    }

    private void Run()
    {
        while (!_isOver)
        {
            try
            {
                if (_consumer.Consume(Poll) is { Message: not null } record)
                {
                    Route(record);
                }
            }
            catch (ConsumeException failure) when (!failure.Error.IsFatal)
            {
                Log.ReadFailed(_logger, failure.Error.Reason);
            }
            catch (KafkaException fatal)
            {
                _router.Fail(AnalysisException.Unreachable($"Replies can't be read any more: {fatal.Error.Reason}", fatal));
                return;
            }
        }

        _router.Fail(new ObjectDisposedException(nameof(CoSchedulerClient)));
    }

    private void Route(ConsumeResult<Ignore, byte[]> record)
    {
        try
        {
            if (KafkaEvents.Read(record.Message) is { } received && ReplyReader.Read(received) is { } reply)
            {
                _router.Route(reply);
            }
        }
        catch (InvalidDataException malformed)
        {
            Log.NotAnEvent(_logger, record.Topic, record.Partition.Value, record.Offset.Value, malformed);
        }
    }
}
