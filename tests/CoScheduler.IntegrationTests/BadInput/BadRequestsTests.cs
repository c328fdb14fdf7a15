using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using CoScheduler.IntegrationTests.Kit.Load;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

/// <summary>What can go wrong with a request over Kafka, on one server with the embedded broker, which must be well afterwards.</summary>
[Collection(ProcessTests.Name)]
public sealed class BadRequestsTests : IAsyncLifetime
{
    private const string Echo = """
        name: echo
        summary: What was said
        role: default
        parameters:
          text: {type: string}
          times: {type: int, default: 1, min: 1, max: 9}
        sql: SELECT :text AS said, :times AS times
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly StateFolder _folder = new();
    private string _kafka = "";
    private ServerProcess _server = null!;
    private TopicLog _replies = null!;
    private TopicLog _dead = null!;
    private IProducer<string, byte[]> _producer = null!;

    public async ValueTask InitializeAsync()
    {
        var analyses = Directory.CreateDirectory(Path.Combine(_folder.Path, "analyses")).FullName;
        await File.WriteAllTextAsync(Path.Combine(analyses, "echo.yaml"), Echo);
        _server = await ServerProcess.StartAsync(
            Path.Combine(_folder.Path, "state"),
            new Dictionary<string, string?> { ["SPARK_HOME"] = null },
            "--agent", "machine=cpus:2,mem:2Gi", "--recovery-timeout", "0s", "--analyses", analyses);
        _replies = new TopicLog(_server.Kafka, "coscheduler.replies");
        _dead = new TopicLog(_server.Kafka, "coscheduler.dead");
        _producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = _server.Kafka, MessageMaxBytes = 20_000_000 }).Build();
    }

    public async ValueTask DisposeAsync()
    {
        _producer.Dispose();
        await _replies.DisposeAsync();
        await _dead.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_OfEveryWrongKind_EachIsToldByNameAndTheServerIsWell()
    {
        await DeadAsync("malformed", Encoding.UTF8.GetBytes("{\"specversion\": "), "malformed_json");
        await DeadAsync("stranger", Encoding.UTF8.GetBytes("{\"hello\": \"world\"}"), "invalid_event");
        await DeadAsync("type", Event("type", e => e["type"] = "com.example.order"), "unknown_type");
        await DeadAsync("large", Large("large", 3_000_000), "message_too_large");
        await RefusedAsync("analysis", e => e["subject"] = "weather", "unknown_analysis");
        await RefusedAsync("deadline", e => e["deadline"] = "tomorrow", "invalid_deadline");
        await RefusedAsync("past", e => e["deadline"] = "2020-01-01T00:00:00Z", "deadline_passed");
        await RefusedAsync("timeout", e => e["timeout"] = "soon", "invalid_timeout");
        await RefusedAsync("forbidden", e => e["replyto"] = "coscheduler.requests", "forbidden_reply_topic");
        var faults = await RefusedAsync("parameters", e => e["data"] = new JsonObject { ["times"] = 10, ["colour"] = "red" }, "invalid");
        Assert.Equal(["/colour unknown", "/text missing", "/times out_of_range"], Errors(faults));
        Assert.Equal(["/text missing", "/times wrong_type"], Errors(await RefusedAsync("types", e => e["data"] = new JsonObject { ["times"] = "x" }, "invalid")));

        var sql = "'; DROP TABLE coupons; SELECT '";
        await SendAsync("sql", Event("sql", e => e["data"] = new JsonObject { ["text"] = sql }));
        await Within.LimitAsync(Limit, () => $"it is answered\n{_server.Log}", () => Task.FromResult(_replies.EventsOf("sql").Any(e => e.Ends)));
        Assert.Equal(sql, _replies.EventsOf("sql").Single(e => e.Kind == "rows").Data!["rows"]![0]!["said"]!.ToString());
        Assert.Equal(4, _dead.Records.Count);
        Assert.Equal(0, await _server.StopAsync());
    }

    private async Task DeadAsync(string key, byte[] value, string code)
    {
        await SendAsync(key, value);
        await Within.LimitAsync(Limit, () => $"{key} is a dead letter\n{_server.Log}", () => Task.FromResult(_dead.Records.Any(r => r.Message.Key == key)));
        var letter = _dead.Records.Single(r => r.Message.Key == key);
        Assert.Equal(code, Header(letter, "coscheduler-error-code"));
        Assert.NotEmpty(Header(letter, "coscheduler-error-detail"));
        Assert.Equal("coscheduler.requests", Header(letter, "coscheduler-topic"));
        Assert.True(letter.Message.Value.AsSpan().SequenceEqual(value), $"{key} was changed on its way to the dead letters.");
    }

    private async Task<JsonNode> RefusedAsync(string id, Action<JsonObject> change, string code)
    {
        await SendAsync(id, Event(id, change));
        await Within.LimitAsync(Limit, () => $"{id} is refused\n{_kafka}\n{_server.Log}", async () =>
        {
            _kafka = (await _server.GetAsync("v1/kafka")).ToJsonString();
            return _replies.EventsOf(id).Count > 0;
        });
        var refusal = Assert.Single(_replies.EventsOf(id));
        Assert.Equal(("rejected", code), (refusal.Kind, refusal.Data!["code"]!.ToString()));
        Assert.Null(refusal.Attempt);
        Assert.StartsWith($"%2Fapp/{id}/refused/", refusal.Id, StringComparison.Ordinal);
        return refusal.Data;
    }

    private Task SendAsync(string key, byte[] value) => _producer.ProduceAsync("coscheduler.requests", new Message<string, byte[]>
    {
        Key = key,
        Value = value,
        Headers = new Headers { { "content-type", Encoding.UTF8.GetBytes("application/cloudevents+json") } },
    });

    private static byte[] Event(string id, Action<JsonObject> change)
    {
        var request = RequestEvents.Of("/app", id, "echo", new JsonObject { ["text"] = "hello" });
        change(request);
        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }

    private static byte[] Large(string id, int length) => Event(id, e => e["data"] = new JsonObject { ["text"] = new string('x', length) });

    private static string Header(ConsumeResult<string, byte[]> letter, string name) =>
        letter.Message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    private static IEnumerable<string> Errors(JsonNode error) =>
        error["errors"]!.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}").Order(StringComparer.Ordinal);
}
