using System.Diagnostics;
using Confluent.Kafka;

namespace CoScheduler.Benchmarks;

/// <summary>What the broker itself takes for a message there and a message back, with nothing in between.</summary>
internal static class RoundTrip
{
    /// <summary>Milliseconds of each of some echoes.</summary>
    public static async Task<IReadOnlyList<double>> MeasureAsync(string bootstrap, int count, CancellationToken cancellationToken)
    {
        var (there, back) = ($"echo-{Guid.NewGuid():N}", $"echo-{Guid.NewGuid():N}");
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 0, EnableIdempotence = true }).Build();
        using var echo = Consumer(bootstrap, there, producer);
        using var answers = Consumer(bootstrap, back, producer);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var echoing = Task.Factory.StartNew(
            () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    if (echo.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
                    {
                        producer.Produce(back, new Message<Null, byte[]> { Value = record.Message.Value });
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            producer.Produce(there, new Message<Null, byte[]> { Value = [1] });
            _ = answers.Consume(cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        await ended.CancelAsync();
        await echoing;
        return times;
    }

    private static IConsumer<Null, byte[]> Consumer(string bootstrap, string topic, IProducer<Null, byte[]> producer)
    {
        // Asking for a topic makes it.
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        TopicMetadata metadata;
        do
        {
            metadata = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single();
        }
        while (metadata.Partitions.Count == 0);

        var consumer = new ConsumerBuilder<Null, byte[]>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = topic, FetchWaitMaxMs = 2, EnableAutoCommit = false }).Build();
        consumer.Assign(metadata.Partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        return consumer;
    }
}
