using Confluent.Kafka;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>Reads a topic as it is, from its beginning, and hands every record over.</summary>
internal sealed class ReplyReader : IAsyncDisposable
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _ended = new();
    private readonly IConsumer<string, byte[]> _consumer;
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private readonly Task _reading;

    public ReplyReader(string bootstrap, string topic, Action<ConsumeResult<string, byte[]>> take)
    {
        _consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = topic,
            EnableAutoCommit = false,
            FetchWaitMaxMs = 10,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        _partitions = Topics.Make(bootstrap, topic);
        _consumer.Assign(_partitions.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        _reading = Task.Factory.StartNew(() => Read(take), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until everything that lies on the topic now was handed over.</summary>
    public async Task ReadToEndAsync(TimeSpan limit)
    {
        var ends = _partitions.ToDictionary(p => p, p => _consumer.QueryWatermarkOffsets(p, AskLimit).High);
        await Within.LimitAsync(limit, "all replies are read", () => _partitions.All(p => ends[p] == 0 || _consumer.Position(p) >= ends[p]));
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _reading;
        _consumer.Dispose();
        _ended.Dispose();
    }

    private void Read(Action<ConsumeResult<string, byte[]>> take)
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                take(_consumer.Consume(_ended.Token));
            }
            catch (ConsumeException e) when (!e.Error.IsFatal)
            {
                // The broker is away: librdkafka comes back by itself.
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
