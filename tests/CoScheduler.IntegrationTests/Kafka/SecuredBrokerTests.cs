using System.Text.Json.Nodes;
using Confluent.Kafka;
using CoScheduler.Embedded.Sample;
using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using CoScheduler.IntegrationTests.Kit.Load;
using Xunit;

namespace CoScheduler.IntegrationTests.Kafka;

/// <summary>A broker that asks for TLS and a login: librdkafka's properties from the file that <c>--kafka-config</c> names.</summary>
[Collection(ProcessTests.Name)]
public sealed class SecuredBrokerTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly BrokerSecurity _security = new();
    private readonly StateFolder _folder = new();
    private KafkaBroker? _broker;

    public async ValueTask InitializeAsync() => _broker = await KafkaBroker.StartAsync(TestContext.Current.CancellationToken, _security);

    public ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        _security.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Request_OverTlsWithALogin_IsAnswered()
    {
        await using var server = await StartAsync(_security.AuthorityFile, _security.Password);
        var asked = LoadRequest.Demand("secured-1", SampleData.Default, new SplitMix64(5));
        using var producer = new ProducerBuilder<string, string>(_broker!.Client(new ProducerConfig { BootstrapServers = _broker.Bootstrap })).Build();
        using var consumer = new ConsumerBuilder<string, string>(_broker.Client(new ConsumerConfig { BootstrapServers = _broker.Bootstrap, GroupId = "app", AutoOffsetReset = AutoOffsetReset.Earliest })).Build();

        await producer.ProduceAsync("coscheduler.requests", Message(asked), TestContext.Current.CancellationToken);

        consumer.Subscribe("coscheduler.replies");
        using var limit = new CancellationTokenSource(Limit);
        Assert.Equal(asked.Expected.ToJsonString(), Answer(consumer, limit.Token).ToJsonString());
        Assert.DoesNotContain(_security.Password, server.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "certificate")]
    [InlineData(false, "uthentication")]
    public async Task Up_BrokerRefusesIt_SaysWhyWithoutTheSecretAndStaysUp(bool strangeAuthority, string word)
    {
        var password = strangeAuthority ? _security.Password : "wrong-" + _security.Password;

        await using var server = await StartAsync(strangeAuthority ? _security.StrangerFile : _security.AuthorityFile, password);

        await Within.LimitAsync(Limit, () => $"it says why\n{server.Log}", async () =>
            (await server.GetAsync("v1/kafka")) is { } kafka && !kafka["up"]!.GetValue<bool>() && server.Log.Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(_security.Password, server.Log, StringComparison.Ordinal);
        Assert.False(server.HasExited);
    }

    private async Task<ServerProcess> StartAsync(string authority, string password)
    {
        var file = Path.Combine(_folder.Path, "kafka.properties");
        await File.WriteAllTextAsync(file, $$"""
            security.protocol=SASL_SSL
            sasl.mechanism=PLAIN
            sasl.username={{BrokerSecurity.User}}
            sasl.password=${env:SHOP_PASSWORD}
            ssl.ca.location={{authority}}
            """);
        var environment = new Dictionary<string, string?> { ["SPARK_HOME"] = null, ["SHOP_PASSWORD"] = password };
        return await ServerProcess.StartAsync(
            Path.Combine(_folder.Path, "state"), environment, "--engine", "duckdb", "--kafka", _broker!.Bootstrap, "--kafka-config", file);
    }

    private static Message<string, string> Message(LoadRequest asked)
    {
        var request = RequestEvents.Of("/secured", asked.Id, asked.Analysis, asked.Data);
        request["reply"] = "final";
        return RequestEvents.Structured(request);
    }

    private static JsonNode Answer(IConsumer<string, string> consumer, CancellationToken limit)
    {
        while (true)
        {
            if (Next(consumer, limit) is { } reply && reply["type"]!.ToString().EndsWith(".done", StringComparison.Ordinal))
            {
                return reply["data"]!["rows"]!;
            }
        }
    }

    private static JsonNode? Next(IConsumer<string, string> consumer, CancellationToken limit)
    {
        try
        {
            return JsonNode.Parse(consumer.Consume(limit).Message.Value);
        }
        catch (ConsumeException error) when (error.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            // The first reply makes the topic.
            return null;
        }
    }
}
