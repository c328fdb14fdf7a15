using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using CoScheduler.IntegrationTests.Kit.Load;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

[Collection(ProcessTests.Name)]
public sealed class LargeMessageTests(BrokerFixture brokers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Request_TenMegabytes_IsADeadLetterAndTheOthersAreAnswered()
    {
        await using var stage = await Stage.OpenAsync(brokers);
        var bootstrap = (await brokers.StartedAsync()).Bootstrap;
        await WidenAsync(bootstrap, stage.RequestTopic);
        await using var dead = new TopicLog(bootstrap, "coscheduler.dead");
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, MessageMaxBytes = 20_000_000 }).Build();

        await producer.ProduceAsync(stage.RequestTopic, new Message<string, byte[]> { Key = "huge", Value = new byte[10_000_000] }, TestContext.Current.CancellationToken);

        await Within.LimitAsync(Limit, () => $"it is a dead letter\n{stage.Server.Log}", () => Task.FromResult(Letters(dead, stage.RequestTopic).Any()));
        var letter = Assert.Single(Letters(dead, stage.RequestTopic));
        Assert.Equal("message_too_large", Header(letter, "coscheduler-error-code"));
        Assert.Equal("10000000", Header(letter, "coscheduler-omitted-bytes"));
        await stage.EndWellAsync();
    }

    private static async Task WidenAsync(string bootstrap, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        var wide = new ConfigEntry { Name = "max.message.bytes", Value = "20000000", IncrementalOperation = AlterConfigOpType.Set };
        await admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>> { [resource] = [wide] });
    }

    private static IEnumerable<ConsumeResult<string, byte[]>> Letters(TopicLog dead, string topic) =>
        dead.Records.Where(r => Header(r, "coscheduler-topic") == topic);

    private static string Header(ConsumeResult<string, byte[]> letter, string name) =>
        letter.Message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";
}
