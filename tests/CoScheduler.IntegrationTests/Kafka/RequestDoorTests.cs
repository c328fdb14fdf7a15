using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CoScheduler.Tests.Triggers.Kafka;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.IntegrationTests.Kafka;

public sealed class RequestDoorTests : IAsyncLifetime
{
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(180));
    private readonly FakeRequests requests = new();
    private readonly LineLog log = new();
    private KafkaBroker broker = null!;
    private TopicClient topics = null!;
    private BrokerWatch watch = null!;
    private KafkaOptions options = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await KafkaBroker.StartAsync(limit.Token);
        topics = new TopicClient(broker.Bootstrap, embedded: false);
        watch = new BrokerWatch(TimeProvider.System, log);
        options = new KafkaOptions { Bootstrap = broker.Bootstrap };
    }

    public ValueTask DisposeAsync()
    {
        topics?.Dispose();
        broker?.Dispose();
        limit.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Handle_UnderWay_OffsetsAreCommittedOnlyAfterwards()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Before = (_, _) =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        await using var door = Open();
        await topics.SendAsync(Messages.Topic, Messages.Request("r-1"));
        await entered.Task.WaitAsync(limit.Token);

        // Longer than the client's interval of commits.
        await Task.Delay(TimeSpan.FromSeconds(2), limit.Token);
        Assert.Equal(0, topics.Committed("coscheduler", Messages.Topic));

        release.SetResult();
        await Until.TrueAsync(() => topics.Committed("coscheduler", Messages.Topic) == 1, "the offset is committed", limit.Token);
    }

    [Fact]
    public async Task Broker_KilledAndBack_NothingIsLostAndTheLogIsQuiet()
    {
        await using var door = Open();
        using var publisher = new KafkaReplyPublisher(options, watch, TimeProvider.System, log);
        await topics.SendAsync(Messages.Topic, Messages.Request("before"));
        await requests.NextAsync(1, limit.Token);
        await Until.TrueAsync(() => door.Health.Broker.Up, "the broker is up", limit.Token);

        broker.Kill();
        await Until.TrueAsync(() => !door.Health.Broker.Up, "its loss is seen", limit.Token);
        var sent = Enumerable.Range(0, 20).Select(i => topics.SendAsync(Messages.Topic, Messages.Request($"r-{i}"))).ToList();
        var published = publisher.PublishAsync([Replies.One()], limit.Token);
        await Task.Delay(TimeSpan.FromSeconds(6), limit.Token);
        Assert.False(published.IsCompleted);
        Assert.NotNull(door.Health.Broker.Reason);
        await broker.RestartAsync(limit.Token);

        await Task.WhenAll(sent).WaitAsync(limit.Token);
        var handled = new HashSet<string>();
        while (handled.Count < 20)
        {
            handled.Add((await requests.NextAsync(1, limit.Token))[0].Key.Id);
        }

        Assert.Equal([null], await published.WaitAsync(limit.Token));
        Assert.Single(topics.Read("coscheduler.replies", 1));
        await Until.TrueAsync(() => door.Health.Broker.Up, "the broker is up again", limit.Token);
        Assert.InRange(log.Lines.Count(static line => line.Contains("does not answer", StringComparison.Ordinal)), 1, 2);
        Assert.InRange(log.Lines.Count, 2, 12);
    }

    [Fact]
    public async Task Broker_NotThereAtTheStart_IsWaitedFor()
    {
        broker.Kill();
        await using var door = Open();
        await Until.TrueAsync(() => log.Lines.Any(static line => line.Contains("does not answer", StringComparison.Ordinal)), "it is said", limit.Token);

        await broker.RestartAsync(limit.Token);
        await topics.SendAsync(Messages.Topic, Messages.Request("r-1"));

        Assert.Equal("r-1", (await requests.NextAsync(1, limit.Token))[0].Key.Id);
    }

    [Fact]
    public async Task Stop_BrokerAway_EndsInTime()
    {
        await using var door = Open();
        await topics.SendAsync(Messages.Topic, Messages.Request("r-1"));
        await requests.NextAsync(1, limit.Token);
        broker.Kill();
        await Until.TrueAsync(() => !door.Health.Broker.Up, "its loss is seen", limit.Token);

        await door.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20), limit.Token);
    }

    [Fact]
    public async Task TwoDoors_OneStops_TheOtherTakesOver()
    {
        await using var one = Open();
        await Until.TrueAsync(() => one.Health.Partitions.Length == 2, "one reads both partitions", limit.Token);
        await using var other = Open();
        await Until.TrueAsync(() => one.Health.Partitions.Length == 1 && other.Health.Partitions.Length == 1, "each reads one", limit.Token);

        await one.StopAsync(CancellationToken.None);
        for (var i = 0; i < 10; i++)
        {
            await topics.SendAsync(Messages.Topic, i % 2, Messages.Request($"r-{i}"));
        }

        var handled = await requests.NextAsync(10, limit.Token);
        Assert.Equal(10, handled.Select(static message => message.Key.Id).Distinct().Count());
        Assert.Equal(10, other.Health.Handled);
    }

    [Fact]
    public async Task Read_LargerThanTheDeadLetterTopicTakes_TheLetterSaysWhereItWas()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Bootstrap }).Build();
        var wide = new Dictionary<string, string> { ["max.message.bytes"] = "20000000" };
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Messages.Topic, NumPartitions = 1, ReplicationFactor = 1, Configs = wide }]);
        await using var door = Open();
        await topics.SendAsync(Messages.Topic, Messages.New(new byte[10_000_000]));
        await topics.SendAsync(Messages.Topic, Messages.Request("r-1"));

        await requests.NextAsync(1, limit.Token);
        var letter = Assert.Single(topics.Read("coscheduler.dead", 1)).Message;

        Assert.Equal("message_too_large", Messages.Header(letter, "coscheduler-error-code"));
        Assert.Equal("0", Messages.Header(letter, "coscheduler-offset"));
        Assert.Equal("10000000", Messages.Header(letter, "coscheduler-omitted-bytes"));
        Assert.Null(letter.Value);
    }

    private RequestDoor Open()
    {
        var door = new RequestDoor(options, requests, watch, TimeProvider.System, log);
        door.Start();
        return door;
    }
}
