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
}
