using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class RequestsLifeTests
{
    [Fact]
    public async Task Cancel_RunningRequest_InterruptsItOnce()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = (_, sink, token) => FakeEngine.ForEverAsync(sink, token));
        await server.SendAsync(server.Request("1"));
        await server.UntilAsync("1", RequestState.Running);

        Assert.Equal(new CancelHeard(new("/shop", "1"), RequestState.Cancelled), await server.SendAsync(server.Cancel("1")));
        Assert.Equal(new CancelHeard(new("/shop", "1"), RequestState.Cancelled), await server.SendAsync(server.Cancel("1")));
        await Until.TrueAsync(() => server.Publisher.Replies.Count(r => r.Event.Terminal) == 2, "the end is said again");

        Assert.Equal("accepted running cancelled", server.Publisher.TypesOf("1"));
        Assert.Equal(4, server.Publisher.Replies.Count);
        await Until.TrueAsync(() => server.Requests.Counts["shop/web"] == new RequestCounts(0, 0), "nothing is counted");
    }

    [Fact]
    public async Task Cancel_BeforeTheRequest_CancelsItWhenItComes()
    {
        await using var server = await RequestsHarness.StartAsync();

        Assert.Equal(new CancelHeard(new("/shop", "1"), null), await server.SendAsync(server.Cancel("1")));
        await server.RestartAsync();
        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        Assert.Equal("accepted cancelled", server.Publisher.TypesOf("1"));
        Assert.Empty(server.Engine.Executions);
    }

    [Fact]
    public async Task Cancel_OfARequestThatNeverComes_IsRejectedAfterAMinute()
    {
        await using var server = await RequestsHarness.StartAsync();
        await server.SendAsync(server.Cancel("1"));

        server.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(server.Publisher.Replies);
        await Until.TrueAsync(
            () =>
            {
                server.Time.Advance(TimeSpan.FromSeconds(1));
                return server.Publisher.Replies.Count == 1;
            },
            "the refusal is said");

        var reply = server.Publisher.Replies[0].Event;
        Assert.Equal(("%2Fshop/1/refused/3-0", "coscheduler.analysis.rejected"), (reply.Id, reply.Type));
        Assert.Equal("unknown_request", Code(reply));
    }

    [Theory]
    [InlineData("20s", null, "timeout")]
    [InlineData(null, "2026-11-23T12:00:20Z", "deadline")]
    [InlineData("1h", "2026-11-23T12:00:20Z", "deadline")]
    public async Task Expiry_BoundThatHoldsEarlier_EndsIt(string? timeout, string? deadline, string bound)
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = (_, sink, token) => FakeEngine.ForEverAsync(sink, token));
        await server.SendAsync(server.Request("1") with { Timeout = timeout, Deadline = deadline });
        await server.UntilAsync("1", RequestState.Running);

        server.Time.Advance(TimeSpan.FromSeconds(21));
        await server.UntilEndAsync("1");

        Assert.Equal("accepted running expired", server.Publisher.TypesOf("1"));
        using var data = JsonDocument.Parse(server.Publisher.EventsOf("1")[^1].Data);
        Assert.Equal(bound, data.RootElement.GetProperty("bound").GetString());
    }

    [Fact]
    public async Task TimeLimit_OfTheAnalysis_FailsIt()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = (_, sink, token) => FakeEngine.ForEverAsync(sink, token));
        await server.SendAsync(server.Request("1"));
        await server.UntilAsync("1", RequestState.Running);

        server.Time.Advance(TimeSpan.FromSeconds(36));
        await server.UntilEndAsync("1");

        Assert.Equal("time_limit", Code(server.Publisher.EventsOf("1")[^1]));
    }

    [Fact]
    public async Task MaxRunning_MoreRequests_WaitInTheOrderOfTheirAcceptance()
    {
        var turns = new SemaphoreSlim(0);
        await using var server = await RequestsHarness.StartAsync(s =>
        {
            s.Limits["shop/web"] = new(MaxRunning: 1, MaxQueued: 3);
            s.Engine.Run = async (_, sink, token) =>
            {
                await sink.RunningAsync("worker-1", null);
                await turns.WaitAsync(token);
                return await FakeEngine.RowsAsync(sink, 1);
            };
        });
        await server.SendAsync(server.Request("0"));
        await server.UntilAsync("0", RequestState.Running);
        await server.Requests.HandleAsync([server.Request("1"), server.Request("2"), server.Request("3")], CancellationToken.None);

        var busy = Assert.IsType<Refused>(await server.SendAsync(server.Request("4")));
        Assert.Equal(("busy", true, TimeSpan.FromSeconds(1)), (busy.Error.Code, busy.Error.Retryable, busy.Error.RetryAfter));
        Assert.Equal(new RequestCounts(3, 1), server.Requests.Counts["shop/web"]);
        turns.Release(4);
        await server.UntilEndAsync("3");

        Assert.Equal(["0", "1", "2", "3"], server.Engine.Executions.Select(e => e.Key.Id));
        Assert.Equal("accepted queued running rows done", server.Publisher.TypesOf("3"));
        using var reason = JsonDocument.Parse(server.Publisher.EventsOf("3")[1].Data);
        Assert.Equal("max_running", reason.RootElement.GetProperty("reason").GetString());
        Assert.Equal(2, reason.RootElement.GetProperty("numbers").GetProperty("ahead").GetInt64());
    }

    [Fact]
    public async Task LimitsChanged_RoleMayRunMore_RunsThoseThatWait()
    {
        await using var server = await RequestsHarness.StartAsync(s =>
        {
            s.Limits["shop/web"] = new(MaxRunning: 0, MaxQueued: null);
        });
        await server.SendAsync(server.Request("1"));
        Assert.Equal(RequestState.Queued, server.StateOf("1"));

        server.Limits["shop/web"] = new(MaxRunning: 1, MaxQueued: null);
        server.Requests.LimitsChanged();
        await server.UntilEndAsync("1");

        Assert.Equal("accepted queued running rows done", server.Publisher.TypesOf("1"));
    }

    [Fact]
    public async Task Lost_IdempotentAnalysis_IsRunAgainUnderANewAttempt()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = async (execution, sink, _) =>
        {
            await FakeEngine.RowsAsync(sink, 2);
            return execution.Attempt < 3 ? Lost : new ExecutionDone(TimeSpan.Zero, "cpus:1");
        });

        await server.SendAsync(server.Request("1", "again"));
        await server.UntilEndAsync("1");

        Assert.Equal("accepted running queued running queued running rows done", server.Publisher.TypesOf("1"));
        Assert.Equal(("3", "2"), (server.Publisher.EventsOf("1")[^1].Attributes["attempt"], server.Publisher.EventsOf("1")[^1].Attributes["seq"]));
    }

    [Theory]
    [InlineData("again", 3)]
    [InlineData("once", 1)]
    public async Task Lost_AgainAndAgain_FailsAfterItsAttempts(string analysis, int attempts)
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = async (_, sink, _) =>
        {
            await sink.RunningAsync("worker-1", null);
            return Lost;
        });

        await server.SendAsync(server.Request("1", analysis));
        await server.UntilEndAsync("1");

        Assert.Equal(attempts, server.Engine.Executions.Count);
        Assert.Equal("driver_lost", Code(server.Publisher.EventsOf("1")[^1]));
    }

    [Fact]
    public async Task EngineThatThrows_EndsTheRequestAsFailed()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = (_, _, _) => throw new InvalidOperationException("A bug."));

        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        Assert.Equal("internal", Code(server.Publisher.EventsOf("1")[^1]));
    }

    [Fact]
    public async Task Queued_SameReasonAgain_IsToldOnce()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = async (_, sink, _) =>
        {
            var reason = new WaitReason("no_capacity", "Others hold it.", ImmutableSortedDictionary<string, long>.Empty.Add("free", 0));
            await sink.QueuedAsync(reason);
            await sink.QueuedAsync(reason with { Numbers = reason.Numbers.SetItem("free", 0) });
            await sink.QueuedAsync(reason with { Code = "ahead" });
            return await FakeEngine.RowsAsync(sink, 1);
        });

        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        Assert.Equal("accepted queued queued running rows done", server.Publisher.TypesOf("1"));
    }

    private static ExecutionEnd Lost => new ExecutionFailed(new("driver_lost", "The driver died."));

    private static string Code(ReplyEvent reply)
    {
        using var data = JsonDocument.Parse(reply.Data);
        return data.RootElement.GetProperty("code").GetString()!;
    }
}
