using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>The consumer of topics kept as tables. Used by one thread.</summary>
internal sealed class TableReader : IDisposable
{
    /// <summary>How long it waits for a record, which wakes it at once: as long as stopping and a new table may take.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MetadataLimit = TimeSpan.FromSeconds(1);

    /// <summary>How often partitions are looked for while a topic is missing, and when it is there.</summary>
    private static readonly TimeSpan SearchEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(10);

    /// <summary>How many records are read before other things have their turn.</summary>
    private const int MostAtOnce = 1000;

    private readonly BrokerWatch watch;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly IConsumer<byte[], byte[]?> consumer;
    private readonly TopicLookups lookups;
    private readonly Dictionary<string, TopicFollower> followers = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private long? searched;

    /// <summary>Makes a consumer, which connects by itself.</summary>
    public TableReader(KafkaOptions options, BrokerWatch watch, TimeProvider time, ILogger logger)
    {
        this.watch = watch;
        this.time = time;
        this.logger = logger;
        consumer = Clients.Consumer(ClientSettings.Tables(options), watch);
        lookups = new TopicLookups(consumer.Handle);
    }

    private bool Searching => followers.Values.Any(static follower => follower.Searching);

    /// <summary>Adds a table.</summary>
    /// <param name="table">The table.</param>
    public void Add(TopicTable table)
    {
        var topic = table.Source.Topic;
        if (!followers.TryGetValue(topic, out var follower))
        {
            follower = new TopicFollower(topic, consumer);
            followers.Add(topic, follower);
        }

        follower.Add(table);
        searched = null;
    }

    /// <summary>Reads what is there, or waits a little; looks for partitions when it is time.</summary>
    public void Read()
    {
        Search();
        var record = Consume(Wait);
        for (var read = 1; record is not null; record = read++ < MostAtOnce ? Consume(TimeSpan.Zero) : null)
        {
            followers[record.Topic].Take(record);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not closed first: it is in no group, and closing waits for a broker that may be away.
        lookups.Dispose();
        consumer.Dispose();
    }

    private void Search()
    {
        var every = Searching ? SearchEvery : RefreshEvery;
        if (searched is not null && time.GetElapsedTime(searched.Value) < every)
        {
            return;
        }

        searched = time.GetTimestamp();
        foreach (var follower in followers.Values)
        {
            if (lookups.Find(follower.Topic, MetadataLimit) is not { } found)
            {
                return;
            }

            watch.Answered();
            if (found.Error is { } error)
            {
                Tell(follower.Topic, error);
            }
            else if (follower.Found(found.Partitions))
            {
                Log.TableGone(logger, follower.Topic);
            }
        }

        if (!Searching)
        {
            lookups.Rest();
        }
    }

    private ConsumeResult<byte[], byte[]?>? Consume(TimeSpan wait)
    {
        try
        {
            return consumer.Consume(wait);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            watch.Heard(exception.Error);
            var place = exception.ConsumerRecord?.TopicPartition;
            if (exception.Error.Code == ErrorCode.Local_AutoOffsetReset && place is not null && followers.TryGetValue(place.Topic, out var follower))
            {
                follower.Rewind(place);
            }
            else if (exception.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                searched = null;
            }
            else
            {
                Tell(place?.Topic ?? "*", exception.Error);
            }

            return null;
        }
    }

    private void Tell(string topic, Error error)
    {
        if (told.Add($"{topic} {error.Code}"))
        {
            Log.TableUnread(logger, topic, error.Reason);
        }
    }
}
