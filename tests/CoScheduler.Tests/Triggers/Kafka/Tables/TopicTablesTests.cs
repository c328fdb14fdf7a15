using System.Collections.Immutable;
using Confluent.Kafka;
using CoScheduler.Analyses;
using CoScheduler.Embedded;
using CoScheduler.Triggers.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Tables;

public sealed class TopicTablesTests : IAsyncDisposable
{
    private static readonly TopicTableSource Stock =
        new("stock", ImmutableArray.Create(new Column("coupon", "bigint", true), new Column("remaining", "int", true)), "coupon");

    private readonly MockBroker broker = MockBroker.Start();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    private readonly TopicClient topics;
    private readonly TopicTables tables;

    public TopicTablesTests()
    {
        topics = new TopicClient(broker.Bootstrap, embedded: true);
        var options = new KafkaOptions { Bootstrap = broker.Bootstrap, Embedded = true };
        tables = new TopicTables(options, new BrokerWatch(TimeProvider.System, NullLogger.Instance), TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await tables.DisposeAsync();
        topics.Dispose();
        broker.Dispose();
        limit.Dispose();
    }

    [Fact]
    public async Task Follow_ATopicWithRecords_IsReadyWithTheLatestOfEachKey()
    {
        for (var i = 0; i < 200; i++)
        {
            await SendAsync(i % 10, i);
        }

        var table = tables.Follow(Stock);
        await table.ReadyAsync(limit.Token);

        Assert.Equal(
            Enumerable.Range(0, 10).Select(static coupon => new KeyValuePair<string, string?>($"{coupon}", $$"""{"coupon":{{coupon}},"remaining":{{190 + coupon}}}""")),
            table.ReadSince(0).Changed.OrderBy(static row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Follow_ATopicThatIsNotThere_IsReadyEmptyAndFollowsWhenItComes()
    {
        var table = tables.Follow(Stock);
        await table.ReadyAsync(limit.Token);
        Assert.Equal(0, table.Version);

        await SendAsync(1, 5);
        await Until.TrueAsync(() => table.Version == 1, "the row is there", limit.Token);

        Assert.Equal([new("1", """{"coupon":1,"remaining":5}""")], table.ReadSince(0).Changed);
    }

    [Fact]
    public async Task Follow_RecordsWithoutValue_DeleteTheRow()
    {
        await SendAsync(1, 5);
        var table = tables.Follow(Stock);
        await table.ReadyAsync(limit.Token);
        var before = table.Version;

        await topics.SendAsync("stock", 1, new Message<byte[], byte[]?> { Key = Messages.Bytes("1") });
        await Until.TrueAsync(() => table.Version > before, "the row is deleted", limit.Token);

        Assert.Equal([new("1", null)], table.ReadSince(before).Changed);
        Assert.Empty(table.ReadSince(0).Changed);
    }

    [Fact]
    public async Task Follow_BadRecords_AreCountedAndTheRestIsUsed()
    {
        await topics.SendAsync("stock", 0, Messages.New(Messages.Bytes("no json")));
        await topics.SendAsync("stock", 0, Messages.New(Messages.Bytes("""{"coupon":"x"}""")));
        await SendAsync(1, 5);

        await tables.Follow(Stock).ReadyAsync(limit.Token);

        Assert.Equal([new("stock", 1, 1, 2, true)], tables.Status);
    }

    [Fact]
    public async Task Follow_ASecondTableOfTheTopic_ReadsItWholeAndTheFirstStaysAsItIs()
    {
        await SendAsync(1, 5);
        await SendAsync(1, 6);
        var first = tables.Follow(Stock);
        await first.ReadyAsync(limit.Token);

        var second = tables.Follow(Stock with { Columns = [new("coupon", "string", true)], LatestBy = "coupon" });
        var narrow = tables.Follow(Stock with { Columns = [new("coupon", "bigint", true)] });
        await second.ReadyAsync(limit.Token);
        await narrow.ReadyAsync(limit.Token);
        await SendAsync(2, 7);
        await Until.TrueAsync(() => first.Version == 3 && narrow.Version == 2, "the next record came to both", limit.Token);

        Assert.Same(first, tables.Follow(Stock with { Columns = [.. Stock.Columns] }));
        Assert.Equal(["""{"coupon":1}""", """{"coupon":2}"""], narrow.ReadSince(0).Changed.Select(static row => row.Value));
        Assert.Empty(second.ReadSince(0).Changed);
    }

    private Task SendAsync(int coupon, int remaining) =>
        topics.SendAsync("stock", coupon % 4, Messages.New(Messages.Bytes($$"""{"coupon":{{coupon}},"remaining":{{remaining}},"more":1}""")));
}
