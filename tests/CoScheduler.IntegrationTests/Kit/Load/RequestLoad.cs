using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using CoScheduler.Embedded.Sample;
using Xunit;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>
/// An app that asks for coupons and demand over Kafka, as structured CloudEvents, reads the reply topic itself, record by
/// record, and judges what it finds there.
/// </summary>
internal sealed class RequestLoad : IAsyncDisposable
{
    private const string Source = "/shop & café";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);
    private readonly ConcurrentDictionary<string, LoadRequest> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _strangers = new();
    private readonly SampleData _data = SampleData.Default;
    private readonly SplitMix64 _random = new(7);
    private readonly Dictionary<long, int> _stock;
    private readonly IProducer<string, string> _producer;
    private readonly ReplyReader _reader;
    private readonly string _requestTopic;
    private readonly string _replyTopic;

    private RequestLoad(string bootstrap, string requestTopic)
    {
        _requestTopic = requestTopic;
        _replyTopic = $"coscheduler.replies.{Guid.NewGuid():N}";
        _stock = _data.InitialStock().ToDictionary(s => s.Coupon, s => s.Remaining);
        _producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            EnableIdempotence = true,
            LingerMs = 5,
            MessageTimeoutMs = (int)Limit.TotalMilliseconds,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        _reader = new ReplyReader(bootstrap, _replyTopic, Take);
    }

    /// <summary>How many are answered.</summary>
    public int Ended => _requests.Values.Count(r => r.Ended);

    /// <summary>How many were told their end more than once.</summary>
    public int ToldAgain => _requests.Values.Count(r => r.Events.Count(e => e.Ends) > 1);

    /// <summary>How many requests took more than one attempt.</summary>
    public int Retried => _requests.Values.Count(r => r.Events.Any(e => e.Attempt > 1));

    /// <summary>Makes the topics, and says what is left of the coupons.</summary>
    public static async Task<RequestLoad> OpenAsync(string bootstrap, string requestTopic)
    {
        Topics.Make(bootstrap, requestTopic);
        Topics.Make(bootstrap, SampleData.StockTopic);
        var load = new RequestLoad(bootstrap, requestTopic);
        await Task.WhenAll(load._data.InitialStock().Select(s =>
            load._producer.ProduceAsync(SampleData.StockTopic, new Message<string, string> { Key = s.Key, Value = s.Value })));
        return load;
    }

    /// <summary>Asks: four times in five for coupons, else for the demand.</summary>
    /// <returns>When the broker has them all.</returns>
    public Task SendAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => SendAsync(Next())).ToList());

    /// <summary>Asks for all again, word for word, until all were told their end again.</summary>
    public async Task RepeatAsync()
    {
        await Task.WhenAll(_requests.Values.Select(SendAsync).ToList());
        await Within.LimitAsync(Limit, () => $"all were told again; {ToldAgain} were", () => Task.FromResult(ToldAgain == _requests.Count));
    }

    /// <summary>Waits until so many are answered.</summary>
    public Task EndedAsync(int count) => Within.LimitAsync(
        Limit,
        () => $"{count} of {_requests.Count} requests have ended; {Ended} have, {_requests.Values.Count(r => r.Events.Count > 0)} were heard of",
        () => Task.FromResult(Ended >= count));

    /// <summary>Waits until all are answered.</summary>
    public Task EndedAsync() => EndedAsync(_requests.Count);

    /// <summary>Reads the topic to its end and fails with everything that is wrong there.</summary>
    public async Task JudgeAsync(string cluster = "default")
    {
        await _reader.ReadToEndAsync(Limit);
        var faults = _requests.Values.SelectMany(r => LoadJudge.Faults(r, Source, "/coscheduler/" + cluster)).Concat(_strangers).ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(10))}");
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        _producer.Dispose();
    }

    private LoadRequest Next()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"r/{_requests.Count}");
        var request = _random.Below(5) == 0 ? LoadRequest.Demand(id, _data, _random) : LoadRequest.Coupons(id, _data, _random, _stock);
        Assert.True(_requests.TryAdd(id, request));
        return request;
    }

    private Task SendAsync(LoadRequest request)
    {
        var body = RequestEvents.Of(Source, request.Id, request.Analysis, request.Data);
        body["replyto"] = _replyTopic;
        return _producer.ProduceAsync(_requestTopic, RequestEvents.Structured(body));
    }

    private void Take(ConsumeResult<string, byte[]> record)
    {
        if (_requests.TryGetValue(record.Message.Key, out var request))
        {
            request.Take(LoadEvent.Read(record.Message));
        }
        else
        {
            _strangers.Enqueue($"a reply to {record.Message.Key}, which was never asked");
        }
    }
}
