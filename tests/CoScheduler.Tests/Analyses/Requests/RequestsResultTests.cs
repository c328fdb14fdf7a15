using System.Text.Json;
using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class RequestsResultTests
{
    [Fact]
    public async Task Rows_AboveTheMessageLimit_AreSplitAndNoneIsLost()
    {
        await using var server = await StartAsync(async sink => await sink.RowsAsync(FakeEngine.Batch(400, width: 1_000)), buffered: 1 << 20);

        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        Check(server, 400);
        Assert.InRange(server.Publisher.EventsOf("1").Count(IsRows), 7, 12);
    }

    [Fact]
    public async Task Rows_AboveWhatIsHeldBack_GoOutBatchByBatch()
    {
        var seen = 0;
        RequestsHarness? harness = null;
        await using var server = harness = await StartAsync(
            async sink =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await sink.RowsAsync(FakeEngine.Batch(20, token: $"{i}", width: 1_000));
                }

                seen = harness!.Store.Events(1, 0).Count(e => IsRows(e.Event));
            },
            buffered: 30_000);

        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        Assert.True(seen >= 4, $"Only {seen} were kept before the end.");
        Check(server, 100);
    }

    [Theory]
    [InlineData("events", 1_001, 10, "result_too_large")]
    [InlineData("events", 1, 70_000, "result_too_large")]
    [InlineData("final", 100, 1_000, "result_too_large")]
    public async Task Rows_AboveALimit_FailTheRequest(string reply, int rows, int width, string code)
    {
        await using var server = await StartAsync(async sink => await sink.RowsAsync(FakeEngine.Batch(rows, width: width)), buffered: 1 << 20);

        await server.SendAsync(server.Request("1") with { Reply = reply });
        await server.UntilEndAsync("1");

        using var data = JsonDocument.Parse(server.Publisher.EventsOf("1")[^1].Data);
        Assert.Equal(code, data.RootElement.GetProperty("code").GetString());
        Assert.DoesNotContain(server.Publisher.EventsOf("1"), IsRows);
    }

    [Fact]
    public async Task Rows_NoRows_StillGiveTheSchema()
    {
        await using var server = await StartAsync(async sink => await sink.RowsAsync(FakeEngine.Batch(0)), buffered: 1 << 20);

        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        Assert.Equal("accepted running rows done", server.Publisher.TypesOf("1"));
    }

    [Fact]
    public async Task Rows_ColumnTwice_FailsTheRequest()
    {
        await using var server = await StartAsync(
            async sink => await sink.RowsAsync(FakeEngine.Batch(1) with { Schema = [new("n", "int", true), new("N", "int", true)] }), buffered: 1 << 20);

        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        using var data = JsonDocument.Parse(server.Publisher.EventsOf("1")[^1].Data);
        Assert.Equal("duplicate_column", data.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Rows_Arrow_GoOutAsTheyAre()
    {
        byte[] arrow = [1, 2, 3];
        await using var server = await StartAsync(
            async sink => await sink.RowsAsync(new(FakeEngine.Schema, [], arrow, 7, null)), buffered: 1 << 20);

        await server.SendAsync(server.Request("1") with { Accept = "application/vnd.apache.arrow.stream" });
        await server.UntilEndAsync("1");

        var rows = server.Publisher.EventsOf("1").Single(IsRows);
        Assert.Equal("application/vnd.apache.arrow.stream", rows.DataContentType);
        Assert.Equal(arrow, rows.Data.ToArray());
        Assert.Contains("\"rows\":7", System.Text.Encoding.UTF8.GetString(server.Publisher.EventsOf("1")[^1].Data.Span), StringComparison.Ordinal);
    }

    private static Task<RequestsHarness> StartAsync(Func<IExecutionSink, Task> rows, int buffered) => RequestsHarness.StartAsync(s =>
    {
        s.Options = s.Options with { MessageLimit = 65_536, BufferedResultBytes = buffered };
        s.Engine.Run = async (_, sink, _) =>
        {
            await sink.RunningAsync("worker-1", null);
            await rows(sink);
            return new ExecutionDone(TimeSpan.Zero, "cpus:1");
        };
    });

    private static void Check(RequestsHarness server, int count)
    {
        var events = server.Publisher.EventsOf("1");
        Assert.All(events, e => Assert.True(e.Data.Length < 65_536));
        Assert.Equal(Enumerable.Range(0, events.Count - 1), events.Skip(1).Select(e => int.Parse(e.Attributes["seq"], null)));
        var parts = events.Where(IsRows).Select(e => JsonDocument.Parse(e.Data)).ToArray();
        Assert.Equal(count, parts.Sum(p => p.RootElement.GetProperty("rows").GetArrayLength()));
        Assert.Equal([true, .. Enumerable.Repeat(false, parts.Length - 1)], parts.Select(p => p.RootElement.TryGetProperty("schema", out _)));
        Assert.Contains($"\"rows\":{count}", System.Text.Encoding.UTF8.GetString(events[^1].Data.Span), StringComparison.Ordinal);
    }

    private static bool IsRows(ReplyEvent e) => e.Type.EndsWith(".rows", StringComparison.Ordinal);
}
