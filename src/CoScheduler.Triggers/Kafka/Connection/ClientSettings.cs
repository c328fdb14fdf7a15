using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>The librdkafka settings of each client.</summary>
internal static class ClientSettings
{
    /// <summary>How long the embedded broker may hold an empty fetch of requests: it holds it to the end even if a message comes.</summary>
    private const int EmbeddedFetchWait = 20;

    /// <summary>The same while requests come.</summary>
    private const int EagerFetchWait = 2;

    /// <summary>The same for topics kept as tables, whose rows change less often than requests come.</summary>
    private const int EmbeddedTableFetchWait = 20;

    /// <summary>librdkafka's default: a real broker answers a fetch as soon as there is something.</summary>
    private const int DefaultFetchWait = 500;

    /// <summary>
    /// A server that was killed did not leave the group: the one after it gets no partition before this has passed. The client's
    /// default of 45 s is meant for groups whose members are many.
    /// </summary>
    private const int SessionTimeout = 10_000;

    /// <summary>
    /// How long a producer's thread waits for a report, which wakes it at once; ending the producer may take as long. The client's
    /// default wakes ten times a second for nothing.
    /// </summary>
    private const int PatientReportWait = 500;

    /// <summary>The client's default, for servers that come and go: those with a broker of their own.</summary>
    private const int DefaultReportWait = 100;

    private const int ReconnectMost = 1000;

    private const int MetadataRefresh = 5000;

    /// <summary>The broker's default for <c>message.max.bytes</c>; the client's own is lower than what a reply may have.</summary>
    private const int BrokersMessageBytes = 1_048_588;

    /// <summary>A dead letter carries whatever a request topic could.</summary>
    private const int DeadLetterBytes = 100_000_000;

    /// <summary>For requests: an offset is kept only once it was stored, which the door does when it has handled a message.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The settings.</returns>
    public static ConsumerConfig Requests(KafkaOptions options) => Requests(options, EmbeddedWait(options, EmbeddedFetchWait));

    /// <summary>For requests at the embedded broker, while they come.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The settings.</returns>
    public static ConsumerConfig EagerRequests(KafkaOptions options) => Requests(options, EmbeddedWait(options, EagerFetchWait));

    /// <summary>For topics kept as tables: no group, and told at the end of each partition.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The settings.</returns>
    public static ConsumerConfig Tables(KafkaOptions options) => new(Common(options, EmbeddedWait(options, EmbeddedTableFetchWait)))
    {
        // The client asks for a name; without a subscription it never joins the group, so it can be the one that access is given to.
        GroupId = options.Group,
        EnableAutoOffsetStore = false,
        EnableAutoCommit = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,
    };

    /// <summary>For replies: waits as long as a broker is away, in order, without duplicates of its own making.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The settings.</returns>
    public static ProducerConfig Replies(KafkaOptions options) => new(Common(options, ReportWait(options), ("message.max.bytes", BrokersMessageBytes)))
    {
        EnableIdempotence = true,
        LingerMs = 0,
        MessageTimeoutMs = 0,
        DeliveryReportFields = "none",
    };

    /// <summary>For dead letters: as large as they come, one at a time, so that none is refused for its neighbour's size.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The settings.</returns>
    public static ProducerConfig DeadLetters(KafkaOptions options) => new(Common(options, ReportWait(options)))
    {
        EnableIdempotence = true,
        LingerMs = 0,
        MessageTimeoutMs = 0,
        MessageMaxBytes = DeadLetterBytes,
        BatchNumMessages = 1,
        DeliveryReportFields = "none",
    };

    private static ConsumerConfig Requests(KafkaOptions options, (string, int) wait) => new(Common(options, wait, ("session.timeout.ms", SessionTimeout)))
    {
        GroupId = options.Group,
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = 500,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        AllowAutoCreateTopics = true,
        TopicMetadataRefreshIntervalMs = MetadataRefresh,
        QueuedMinMessages = 2 * options.MaxBatch,
        QueuedMaxMessagesKbytes = 16 * 1024,
    };

    private static (string, int) ReportWait(KafkaOptions options) => ("dotnet.cancellation.delay.max.ms", options.Embedded ? DefaultReportWait : PatientReportWait);

    private static (string, int) EmbeddedWait(KafkaOptions options, int milliseconds) =>
        ("fetch.wait.max.ms", options.Embedded ? milliseconds : DefaultFetchWait);

    /// <summary>What every client has; the operator's own properties are stronger.</summary>
    private static Dictionary<string, string> Common(KafkaOptions options, params ReadOnlySpan<(string Name, int Value)> more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = "coscheduler",
            ["reconnect.backoff.ms"] = "100",
            ["reconnect.backoff.max.ms"] = $"{ReconnectMost}",
            ["topic.metadata.propagation.max.ms"] = $"{MetadataRefresh}",
        };
        foreach (var (name, value) in more)
        {
            settings[name] = $"{value}";
        }

        foreach (var (key, value) in options.Properties)
        {
            settings[key] = value;
        }

        settings["bootstrap.servers"] = options.Bootstrap;
        return settings;
    }
}
