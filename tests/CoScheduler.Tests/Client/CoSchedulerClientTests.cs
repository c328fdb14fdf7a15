using System.Text.Json;
using Confluent.Kafka;
using CoScheduler.Client;
using CoScheduler.Embedded;
using Xunit;

namespace CoScheduler.Tests.Client;

/// <summary>The client at a broker in this process, with a server that gives what the test says.</summary>
public sealed class CoSchedulerClientTests : IAsyncLifetime
{
    private readonly MockBroker _broker = MockBroker.Start();
    private readonly CancellationTokenSource _end = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<JsonElement> _received = new();
    private Func<JsonElement, IEnumerable<string>> _answer = _ => [];
    private Task _server = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        _server = Task.Factory.StartNew(Serve, TaskCreationOptions.LongRunning);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server;
        _broker.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task QueryAsync_EverythingTwiceAndTwoAttempts_GivesTheRowsOfTheLast()
    {
        _answer = request => Twice(
            Reply(request, "accepted", 0, 0, "{}"),
            Reply(request, "running", 1, 0, "{}"),
            Reply(request, "rows", 1, 1, """{"rows":[{"id":"9007199254740993","km":"NaN"}]}"""),
            Reply(request, "running", 2, 0, "{}"),
            Reply(request, "rows", 2, 1, """{"rows":[{"id":"9007199254740993","km":0.5},{"id":"2","km":"Infinity"}]}"""),
            Reply(request, "done", 2, 2, """{"rows":2}"""));
        await using var client = await ConnectAsync();

        var result = await client.QueryAsync<Row>("coupons", new { customer = 7 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([new Row(9007199254740993, 0.5), new Row(2, double.PositiveInfinity)], result.Rows);
        Assert.Equal("coupons", Assert.Single(_received).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task QueryAsync_Rejected_GivesTheErrorAndThrowsItForRows()
    {
        _answer = request => [Recorded.Refusal("rejected", """{"code":"busy","detail":"Wait.","retryable":true,"retryAfter":"2s"}""", Id(request))];
        await using var client = await ConnectAsync();

        var result = await client.QueryAsync<Row>("coupons", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("busy", result.Error?.Code);
        Assert.Equal("busy: Wait.", Assert.Throws<AnalysisException>(() => result.Rows).Message);
    }

    [Fact]
    public async Task QueryAsync_ManyAtOnce_EachGetsItsOwn()
    {
        _answer = request => [Reply(request, "done", 1, 0, $$"""{"rows":[{"id":{{request.GetProperty("data").GetProperty("n").GetInt32()}},"km":1}],"rowCount":1}""")];
        await using var client = await ConnectAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(n =>
            client.QueryAsync<Row>("one", new { n }, new RequestOptions { Reply = ReplyMode.Final }, TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(0, 50).Select(n => (long)n), results.Select(result => Assert.Single(result.Rows).Id));
    }

    [Fact]
    public async Task RequestAsync_NoLongerRead_CancelsTheRequest()
    {
        _answer = request => request.GetProperty("type").GetString() == "coscheduler.analysis.request" ? [Reply(request, "accepted", 0, 0, "{}")] : [];
        await using var client = await ConnectAsync();

        await foreach (var received in client.RequestAsync("coupons", options: new RequestOptions { Id = "mine" }, cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(AnalysisEventKind.Accepted, received.Kind);
            break;
        }

        await Local.Eventually.TrueAsync(() => _received.Count == 2, "the server has the cancellation");
        Assert.Equal(("coscheduler.analysis.cancel", "mine"), (_received.Last().GetProperty("type").GetString(), _received.Last().GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task ConnectAsync_NoBroker_SaysSo()
    {
        var options = new CoSchedulerClientOptions { Bootstrap = "127.0.0.1:1", Source = "/shop", ConnectTimeout = TimeSpan.FromMilliseconds(200) };

        var failure = await Assert.ThrowsAsync<AnalysisException>(() => CoSchedulerClient.ConnectAsync(options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("unreachable", failure.Error.Code);
        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
    }

    private Task<CoSchedulerClient> ConnectAsync() => CoSchedulerClient.ConnectAsync(
        new CoSchedulerClientOptions { Bootstrap = _broker.Bootstrap, Source = Recorded.RequestSource },
        cancellationToken: TestContext.Current.CancellationToken);

    private void Serve()
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = _broker.Bootstrap, GroupId = "server", AllowAutoCreateTopics = true, FetchWaitMaxMs = 10 })
            .SetErrorHandler((_, _) => { })
            .SetLogHandler((_, _) => { })
            .Build();
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = _broker.Bootstrap, LingerMs = 0 }).Build();
        consumer.Assign(Enumerable.Range(0, 4).Select(partition => new TopicPartitionOffset(CoSchedulerClientOptions.DefaultRequestTopic, partition, Offset.Beginning)));
        while (!_end.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(20)) is { Message: not null } record)
            {
                var request = JsonDocument.Parse(record.Message.Value).RootElement;
                _received.Enqueue(request);
                foreach (var reply in _answer(request))
                {
                    var structured = Recorded.Structured(reply);
                    producer.Produce(new TopicPartition(CoSchedulerClientOptions.DefaultReplyTopic, 0), new Message<Null, byte[]> { Value = structured.Value, Headers = structured.Headers });
                }
            }
        }

        consumer.Close();
    }

    private static string Id(JsonElement request) => request.GetProperty("id").GetString()!;

    private static string Reply(JsonElement request, string type, int attempt, int seq, string data) => Recorded.Json(type, attempt, seq, data, Id(request));

    private static IEnumerable<string> Twice(params string[] replies) => replies.Concat(replies);

    internal sealed record Row(long Id, double Km);
}
