using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Builds clients that report to the watch.</summary>
internal static class Clients
{
    /// <summary>A consumer.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="watch">What hears of errors.</param>
    /// <param name="assigned">Hears of partitions that the group gives, if it is to subscribe.</param>
    /// <returns>The consumer.</returns>
    public static IConsumer<byte[], byte[]?> Consumer(ConsumerConfig settings, BrokerWatch watch, Action<IReadOnlyList<TopicPartition>>? assigned = null)
    {
        var builder = new ConsumerBuilder<byte[], byte[]?>(settings)
            .SetErrorHandler((_, error) => watch.Heard(error))
            .SetLogHandler((_, message) => watch.Logged(message));
        if (assigned is not null)
        {
            builder.SetPartitionsAssignedHandler((_, partitions) => assigned(partitions));
        }

        return builder.Build();
    }

    /// <summary>A producer.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="watch">What hears of errors.</param>
    /// <param name="fatal">Hears of an error that ends the producer.</param>
    /// <returns>The producer.</returns>
    public static IProducer<byte[], byte[]?> Producer(ProducerConfig settings, BrokerWatch watch, Action<Error>? fatal = null) =>
        new ProducerBuilder<byte[], byte[]?>(settings)
            .SetErrorHandler((_, error) =>
            {
                watch.Heard(error);
                if (error.IsFatal)
                {
                    fatal?.Invoke(error);
                }
            })
            .SetLogHandler((_, message) => watch.Logged(message))
            .Build();

    /// <summary>Looks a topic up at the broker; asking makes it where the client and the broker allow that.</summary>
    /// <param name="client">The client that asks.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="limit">How long to wait.</param>
    /// <returns>What the broker said, or null if nobody answered.</returns>
    public static TopicLookup? LookUp(IAdminClient client, string topic, TimeSpan limit)
    {
        try
        {
            var found = client.GetMetadata(topic, limit).Topics.Single(candidate => candidate.Topic == topic);
            return found.Error.Code switch
            {
                ErrorCode.NoError => new([.. found.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))], null),
                ErrorCode.UnknownTopicOrPart or ErrorCode.LeaderNotAvailable or ErrorCode.Local_UnknownTopic => new([], null),
                _ => new([], found.Error),
            };
        }
        catch (KafkaException exception) when (exception.Error.IsLocalError)
        {
            return null;
        }
    }
}

/// <summary>What a broker said of a topic.</summary>
/// <param name="Partitions">Its partitions; empty if there is no such topic.</param>
/// <param name="Error">Why it can't be told, or null.</param>
internal sealed record TopicLookup(IReadOnlyList<TopicPartition> Partitions, Error? Error);
