using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;

namespace CoScheduler.Cli.Demo;

/// <summary>
/// The apps of the story: they ask over Kafka and read the replies themselves, event by event, so that what they count is
/// what any app would see.
/// </summary>
internal sealed class DemoCustomers : IAsyncDisposable
{
    private const string RequestTopic = "coscheduler.requests";
    private const int EmbeddedFetchWait = 2;
    private static readonly TimeSpan TopicLimit = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, DemoRequest> _requests = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly IProducer<string, string> _producer;
    private readonly string _replies = $"coscheduler.replies.demo-{Guid.NewGuid():N}";
    private readonly TimeProvider _time;
    private readonly Task _reading;

    /// <summary>They begin to listen.</summary>
    /// <param name="bootstrap">The broker.</param>
    /// <param name="embedded">Whether it is the embedded one, which holds an empty fetch to its end even if a reply comes.</param>
    /// <param name="time">The clock.</param>
    public DemoCustomers(string bootstrap, bool embedded, TimeProvider time)
    {
        _time = time;
        _producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 0, EnableIdempotence = true }).SetLogHandler(static (_, _) => { }).Build();
        var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = _replies,
            EnableAutoCommit = false,
            FetchWaitMaxMs = embedded ? EmbeddedFetchWait : null,
        }).SetLogHandler(static (_, _) => { }).Build();
        consumer.Assign(Partitions(bootstrap).Select(p => new TopicPartitionOffset(_replies, p, Offset.Beginning)));
        _reading = Task.Factory.StartNew(() => Read(consumer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What was asked so far.</summary>
    public IReadOnlyCollection<DemoRequest> Requests => [.. _requests.Values];

    /// <summary>How many are answered.</summary>
    public int Answered => _requests.Values.Count(r => r.Outcome is not null);

    /// <summary>Asks.</summary>
    public async Task SendAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        _requests.TryAdd(request.Id, request);
        request.SentAt = _time.GetTimestamp();
        await ProduceAsync(request, cancellationToken);
    }

    /// <summary>Asks again, as an app does that is not sure whether it was heard.</summary>
    public Task RepeatAsync(DemoRequest request, CancellationToken cancellationToken) => ProduceAsync(request, cancellationToken);

    /// <summary>Says what is left of coupons.</summary>
    public async Task TellStockAsync(string topic, IEnumerable<(string Key, string Value)> stock, CancellationToken cancellationToken) =>
        await Task.WhenAll(stock.Select(s => _producer.ProduceAsync(topic, new Message<string, string> { Key = s.Key, Value = s.Value }, cancellationToken)));

    /// <summary>The customers go; what they asked and were told stays. May be said again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        await _ended.CancelAsync();
        await _reading;
        _producer.Dispose();
        _ended.Dispose();
    }

    private Task ProduceAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["specversion"] = "1.0",
            ["type"] = "coscheduler.analysis.request",
            ["source"] = "/demo",
            ["id"] = request.Id,
            ["subject"] = request.Analysis,
            ["replyto"] = _replies,
            ["data"] = request.Data.DeepClone(),
        };
        return _producer.ProduceAsync(
            RequestTopic,
            new Message<string, string>
            {
                Key = request.Id,
                Value = body.ToJsonString(),
                Headers = new Headers { { "content-type", Encoding.UTF8.GetBytes("application/cloudevents+json") } },
            },
            cancellationToken);
    }

    private IEnumerable<Partition> Partitions(string bootstrap)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).SetLogHandler(static (_, _) => { }).Build();
        var start = _time.GetTimestamp();
        while (true)
        {
            // Asking for a topic makes it, on brokers that make topics at all.
            var topic = admin.GetMetadata(_replies, TopicLimit).Topics.Single();
            if (topic.Partitions.Count > 0)
            {
                return [.. topic.Partitions.Select(p => new Partition(p.PartitionId))];
            }

            if (_time.GetElapsedTime(start) > TopicLimit)
            {
                throw new InvalidOperationException($"The broker at {bootstrap} does not make the topic {_replies}: {topic.Error.Reason}");
            }
        }
    }

    private void Read(IConsumer<string, byte[]> consumer)
    {
        using (consumer)
        {
            try
            {
                while (true)
                {
                    var record = consumer.Consume(_ended.Token);
                    if (record?.Message.Key is { } id && _requests.TryGetValue(id, out var request))
                    {
                        request.Take(JsonNode.Parse(record.Message.Value)!, sent => _time.GetElapsedTime(sent));
                    }
                }
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                consumer.Close();
            }
        }
    }
}
