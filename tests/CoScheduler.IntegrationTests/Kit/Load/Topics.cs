using System.Diagnostics;
using Confluent.Kafka;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>Topics of a broker that makes them on first use.</summary>
internal static class Topics
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Its partitions; it is made if it isn't there.</summary>
    public static IReadOnlyList<TopicPartition> Make(string bootstrap, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap, AllowAutoCreateTopics = true })
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { })
            .Build();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var found = admin.GetMetadata(topic, Limit).Topics.Single();
            if (found.Partitions.Count > 0)
            {
                return [.. found.Partitions.Select(p => new TopicPartition(topic, p.PartitionId))];
            }

            if (Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"The broker at {bootstrap} does not make the topic {topic}: {found.Error.Reason}");
            }
        }
    }
}
