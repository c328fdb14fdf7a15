using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Asks a broker for topics, over another client's connections. What asks has a thread that wakes ten times a second for as long as it
/// is there, so it is let go of between the times when there is something to ask.
/// </summary>
/// <param name="handle">The client whose connections it uses; it must outlive this.</param>
internal sealed class TopicLookups(Handle handle) : IDisposable
{
    private Lazy<IAdminClient> client = Lazily(handle);

    /// <summary>Looks a topic up at the broker; asking makes it where the client and the broker allow that.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="limit">How long to wait.</param>
    /// <returns>What the broker said, or null if nobody answered.</returns>
    public TopicLookup? Find(string topic, TimeSpan limit)
    {
        try
        {
            var found = client.Value.GetMetadata(topic, limit).Topics.Single(candidate => candidate.Topic == topic);
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

    /// <summary>There is nothing to ask for a while. Not while another thread asks; may take the 100 ms that the own thread waits.</summary>
    public void Rest()
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
            client = Lazily(handle);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Rest();

    private static Lazy<IAdminClient> Lazily(Handle handle) => new(() => new DependentAdminClientBuilder(handle).Build());
}

/// <summary>What a broker said of a topic.</summary>
/// <param name="Partitions">Its partitions; empty if there is no such topic.</param>
/// <param name="Error">Why it can't be told, or null.</param>
internal sealed record TopicLookup(IReadOnlyList<TopicPartition> Partitions, Error? Error);
