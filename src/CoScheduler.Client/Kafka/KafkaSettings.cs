using Confluent.Kafka;

namespace CoScheduler.Client;

/// <summary>The librdkafka settings of a client.</summary>
internal static class KafkaSettings
{
    private const int ReconnectMost = 1000;

    /// <summary>For requests: in order, without duplicates of its own making.</summary>
    public static ProducerConfig Producer(CoSchedulerClientOptions options) => new(Common(options))
    {
        EnableIdempotence = true,
        LingerMs = 0,
        MessageTimeoutMs = (int)options.ConnectTimeout.TotalMilliseconds,
    };

    /// <summary>For replies: partitions are assigned, so no group is joined, though one must be named.</summary>
    public static ConsumerConfig Consumer(CoSchedulerClientOptions options) => new(Common(options))
    {
        GroupId = "coscheduler-client",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Latest,
        FetchWaitMaxMs = options.FetchWaitMilliseconds,
    };

    private static Dictionary<string, string> Common(CoSchedulerClientOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = "coscheduler-client",
            ["reconnect.backoff.ms"] = "100",
            ["reconnect.backoff.max.ms"] = $"{ReconnectMost}",
        };
        foreach (var (key, value) in options.Properties)
        {
            settings[key] = value;
        }

        settings["bootstrap.servers"] = options.Bootstrap;
        return settings;
    }
}
