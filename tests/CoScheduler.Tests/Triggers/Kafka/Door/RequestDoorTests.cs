using CoScheduler.Embedded;
using CoScheduler.Triggers.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Door;

public sealed class RequestDoorTests : IAsyncLifetime
{
    private readonly MockBroker broker = MockBroker.Start();
    private readonly FakeRequests requests = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    private TopicClient topics = null!;
    private RequestDoor door = null!;

    public ValueTask InitializeAsync()
    {
        topics = new TopicClient(broker.Bootstrap, embedded: true);
        door = Door();
        door.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await door.DisposeAsync();
        topics.Dispose();
        broker.Dispose();
        limit.Dispose();
    }

    [Fact]
    public async Task Read_RequestsOfOnePartition_ArriveInOrder()
    {
        for (var i = 0; i < 50; i++)
        {
            await topics.SendAsync(Messages.Topic, 1, Messages.Request($"r-{i}"));
        }

        var handled = await requests.NextAsync(50, limit.Token);

        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"r-{i}"), handled.Select(static message => message.Key.Id));
    }

    [Fact]
    public async Task Read_Unreadable_IsADeadLetterUnchangedAndTheRestIsHandled()
    {
        var bad = Messages.Structured("{\"broken\":", ("x-mine", [1, 2, 0xff]));
        bad.Key = [9, 8];
        await topics.SendAsync(Messages.Topic, 3, bad);
        await topics.SendAsync(Messages.Topic, 3, Messages.Request("r-1"));

        Assert.Equal("r-1", (await requests.NextAsync(1, limit.Token))[0].Key.Id);
        var letter = Assert.Single(topics.Read("coscheduler.dead", 1)).Message;

        Assert.Equal(bad.Value, letter.Value);
        Assert.Equal(bad.Key, letter.Key);
        Assert.True(letter.Headers.TryGetLastBytes("x-mine", out var mine));
        Assert.Equal([1, 2, 0xff], mine);
        Assert.Equal("application/cloudevents+json", Messages.Header(letter, "content-type"));
        Assert.Equal("malformed_json", Messages.Header(letter, "coscheduler-error-code"));
        Assert.NotEmpty(Messages.Header(letter, "coscheduler-error-detail")!);
        Assert.Equal(Messages.Topic, Messages.Header(letter, "coscheduler-topic"));
        Assert.Equal("3", Messages.Header(letter, "coscheduler-partition"));
        Assert.Equal("0", Messages.Header(letter, "coscheduler-offset"));
        Assert.Equal(1, door.Health.DeadLetters);
    }

    [Fact]
    public async Task Read_TenMegabytes_IsADeadLetterWhole()
    {
        var large = Messages.New(new byte[10_000_000]);
        await topics.SendAsync(Messages.Topic, 0, large);

        // In another partition: the embedded broker drops what is over 5 MB, and with it whatever came after.
        await topics.SendAsync(Messages.Topic, 1, Messages.Request("r-1"));

        await requests.NextAsync(1, limit.Token);
        await Until.TrueAsync(() => door.Health.DeadLetters == 1, "the letter is sent", limit.Token);
        var letter = Assert.Single(topics.Read("coscheduler.dead", 1)).Message;

        Assert.Equal("message_too_large", Messages.Header(letter, "coscheduler-error-code"));
        Assert.Equal(10_000_000, letter.Value!.Length);
    }

    [Fact]
    public async Task Handle_FailsForAWhile_IsTriedAgainAndNothingIsLost()
    {
        var failures = 3;
        requests.Before = (_, _) => Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("disk full") : Task.CompletedTask;
        await topics.SendAsync(Messages.Topic, 0, Messages.Request("r-1"));
        await topics.SendAsync(Messages.Topic, 0, Messages.Request("r-2"));

        await Until.TrueAsync(() => door.Health.Stalled == "disk full", "the door says that it is stalled", limit.Token);
        var handled = await requests.NextAsync(2, limit.Token);

        Assert.Equal(["r-1", "r-2"], handled.Select(static message => message.Key.Id));
        await Until.TrueAsync(() => door.Health is { Stalled: null, Handled: 2 }, "the door runs again", limit.Token);
    }

    [Fact]
    public async Task Handle_TakesLong_OneBatchIsUnderWayAndTheRestFollows()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var under = 0;
        var most = 0;
        requests.Before = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under));
            await release.Task;
            Interlocked.Decrement(ref under);
        };
        for (var i = 0; i < 5; i++)
        {
            await topics.SendAsync(Messages.Topic, i % 4, Messages.Request($"r-{i}"));
        }

        // Longer than the door's patience, so that it pauses its partitions.
        await Until.TrueAsync(() => under == 1, "a batch is under way", limit.Token);
        await Task.Delay(TimeSpan.FromSeconds(1.5), limit.Token);
        release.SetResult();
        var handled = await requests.NextAsync(5, limit.Token);

        Assert.Equal(5, handled.Select(static message => message.Key.Id).Distinct().Count());
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Stop_BatchUnderWay_IsFinishedAndItsOffsetCommitted()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Before = (_, _) =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        await topics.SendAsync(Messages.Topic, Messages.Request("r-1"));
        await entered.Task.WaitAsync(limit.Token);
        Assert.Equal(0, topics.Committed("coscheduler", Messages.Topic));

        var stopped = door.StopAsync(CancellationToken.None);
        Assert.False(stopped.IsCompleted);
        release.SetResult();
        await stopped.WaitAsync(limit.Token);

        Assert.Equal("r-1", (await requests.NextAsync(1, limit.Token))[0].Key.Id);
        Assert.Equal(1, topics.Committed("coscheduler", Messages.Topic));
    }

    [Fact]
    public async Task Stop_Abandoned_TheNextDoorReadsAgain()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Before = async (_, cancellationToken) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await topics.SendAsync(Messages.Topic, Messages.Request("r-1"));
        await entered.Task.WaitAsync(limit.Token);

        await door.StopAsync(new CancellationToken(canceled: true)).WaitAsync(limit.Token);
        requests.Before = static (_, _) => Task.CompletedTask;
        await using var next = Door();
        next.Start();

        Assert.Equal("r-1", (await requests.NextAsync(1, limit.Token))[0].Key.Id);
    }

    [Fact]
    public async Task Health_AfterReading_KnowsTheBrokerAndTheLag()
    {
        await topics.SendAsync(Messages.Topic, 2, Messages.Request("r-1"));
        await requests.NextAsync(1, limit.Token);

        await Until.TrueAsync(
            () => door.Health is { Broker.Up: true } health && health.Partitions.Any(static lag => lag is { Partition: 2, Next: 1, End: 1, Lag: 0 }),
            "the lag is known",
            limit.Token);
        Assert.Equal(4, door.Health.Partitions.Length);
        Assert.Equal(1, door.Health.Handled);
    }

    [Fact]
    public async Task Read_AfterQuietTimes_EachRequestIsReadOnceAndItsOffsetKept()
    {
        await door.DisposeAsync();
        var time = new FakeTimeProvider();
        door = Door(time);
        door.Start();
        for (var i = 0; i < 6; i++)
        {
            await topics.SendAsync(Messages.Topic, i % 2, Messages.Request($"r-{i}"));
            Assert.Equal($"r-{i}", Assert.Single(await requests.NextAsync(1, limit.Token)).Key.Id);
            if (i % 3 == 2)
            {
                time.Advance(RequestPace.Quiet);
            }
        }

        await door.StopAsync(CancellationToken.None).WaitAsync(limit.Token);

        Assert.Equal(6, topics.Committed("coscheduler", Messages.Topic));
        Assert.Equal(0, requests.Waiting);
    }

    private RequestDoor Door(TimeProvider? time = null)
    {
        var options = new KafkaOptions { Bootstrap = broker.Bootstrap, Embedded = true };
        return new RequestDoor(options, requests, new BrokerWatch(TimeProvider.System, NullLogger.Instance), time ?? TimeProvider.System, NullLogger.Instance);
    }
}
