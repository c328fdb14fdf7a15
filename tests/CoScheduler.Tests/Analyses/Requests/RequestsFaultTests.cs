using CoScheduler.Analyses;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class RequestsFaultTests
{
    [Fact]
    public async Task Publish_BrokerIsAway_EverythingGoesOutInOrderWhenItIsBack()
    {
        var away = true;
        await using var server = await RequestsHarness.StartAsync();
        server.Publisher.Answer = _ => Volatile.Read(ref away) ? throw new TimeoutException("The broker is away.") : null;
        for (var i = 0; i < 10; i++)
        {
            await server.SendAsync(server.Request($"{i}"));
            await server.UntilAsync($"{i}", RequestState.Done);
        }

        await server.RestartAsync();
        Volatile.Write(ref away, false);
        for (var i = 0; i < 10; i++)
        {
            await AdvanceUntilEndAsync(server, $"{i}");
            Assert.Equal("accepted running rows done", server.Publisher.TypesOf($"{i}"));
        }
    }

    [Fact]
    public async Task Publish_WhatCanNeverBeDelivered_DoesNotHoldUpTheRest()
    {
        await using var server = await RequestsHarness.StartAsync();
        server.Publisher.Answer = reply => reply.Key == "1" ? new("unknown_topic", "There is none.") : null;

        await server.SendAsync(server.Request("1"));
        await server.SendAsync(server.Request("2"));
        await server.UntilEndAsync("2");
        await server.UntilAsync("1", RequestState.Done);
        await Until.TrueAsync(() => server.Publisher.RefusedOf("1") == 4, "accepted, running, rows and done were refused");

        Assert.Empty(server.Publisher.EventsOf("1"));
        server.Publisher.Answer = null;
        await server.RestartAsync();
        await server.SendAsync(server.Request("3"));
        await server.UntilEndAsync("3");
        Assert.Empty(server.Publisher.EventsOf("1"));
    }

    [Fact]
    public async Task Commit_DiskIsFull_NewRequestsAreRefusedAndRunningOnesEndWhenThereIsRoom()
    {
        var end = new TaskCompletionSource();
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = async (_, sink, token) =>
        {
            await sink.RunningAsync("worker-1", null);
            await end.Task.WaitAsync(token);
            return await FakeEngine.RowsAsync(sink, 2);
        });
        await server.SendAsync(server.Request("1"));
        await server.UntilAsync("1", RequestState.Running);
        server.Store.Full = true;

        var refused = await Assert.ThrowsAsync<RequestStoreException>(async () => await server.SendAsync(server.Request("2")));
        Assert.Equal("store_full", refused.Code);
        end.SetResult();
        server.Store.Full = false;
        await AdvanceUntilEndAsync(server, "1");

        Assert.Equal("accepted running rows done", server.Publisher.TypesOf("1"));
        Assert.Null(server.StateOf("2"));
        Assert.IsType<Accepted>(await server.SendAsync(server.Request("2")));
        await server.UntilEndAsync("2");
        Assert.Equal(new RequestCounts(0, 0), server.Requests.Counts["shop/web"]);
    }

    /// <summary>Ends, cancels and expiries race: whatever comes first, each request ends once, and its events say the same as its state.</summary>
    [Fact]
    public async Task Race_DoneCancelledAndExpired_EndOnce()
    {
        await Gen.Int[0, 2].Array[12].Array[3].SampleAsync(
            async rounds =>
            {
                await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = async (execution, sink, _) =>
                {
                    await sink.RunningAsync("worker-1", null);
                    await Task.Yield();
                    return await FakeEngine.RowsAsync(sink, 1 + (execution.Key.Id.Length % 3));
                });
                for (var round = 0; round < rounds.Length; round++)
                {
                    var ids = rounds[round].Select((kind, i) => (kind, id: $"{round}-{i}")).ToArray();
                    await server.Requests.HandleAsync([.. ids.Select(x => server.Request(x.id) with { Timeout = "10s" })], CancellationToken.None);
                    await Task.WhenAll(ids.Select(x => Task.Run(() => x.kind switch
                    {
                        0 => server.SendAsync(server.Cancel(x.id)),
                        1 => Expire(server),
                        _ => server.SendAsync(server.Request(x.id) with { Timeout = "10s" }),
                    })));
                    await Task.WhenAll(ids.Select(x => server.UntilEndAsync(x.id)));
                    foreach (var (_, id) in ids)
                    {
                        CheckOneEnd(server, id);
                    }
                }
            },
            iter: 20,
            threads: 1);

        static Task<Admission> Expire(RequestsHarness server)
        {
            server.Time.Advance(TimeSpan.FromSeconds(11));
            return Task.FromResult<Admission>(new CancelHeard(default, null));
        }
    }

    /// <summary>
    /// The process dies at every commit in turn, before it or just after it, with requests in every state: whoever drops repeated ids sees
    /// each request's events without gaps and exactly one end.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_AtEachCommit_EveryRequestEndsOnce(bool afterCommit)
    {
        for (var crashAt = 1; ; crashAt++)
        {
            await using var server = await RequestsHarness.StartAsync(s => s.Limits["shop/web"] = new(MaxRunning: 2, MaxQueued: null));
            await server.RestartAsync(prepare: store => (store.CrashAt, store.AfterCommit) = (crashAt, afterCommit));
            var crashed = await PlayAsync(server);
            if (crashed)
            {
                await server.RestartAsync();
                // What was not acknowledged, a door reads again.
                Assert.False(await PlayAsync(server));
            }

            foreach (var id in new[] { "a", "b", "c", "d" })
            {
                await AdvanceUntilEndAsync(server, id);
                CheckOneEnd(server, id);
            }

            if (!crashed)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Restart_RunningThatCanBeFound_IsTakenUpWithItsToken()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = (_, sink, token) => FakeEngine.ForEverAsync(sink, token, "driver-7/op"));
        await server.SendAsync(server.Request("1"));
        await server.UntilAsync("1", RequestState.Running);

        await server.RestartAsync(new() { Run = (_, sink, _) => FakeEngine.RowsAsync(sink, 2, "driver-7/op") });
        await server.UntilEndAsync("1");

        var resumed = Assert.Single(server.Engine.Executions);
        Assert.Equal((1, new ExecutionResume("driver-7/op", null)), (resumed.Attempt, resumed.Resume));
        Assert.Equal("accepted running rows done", server.Publisher.TypesOf("1"));
    }

    [Theory]
    [InlineData("again", "accepted running queued running rows done")]
    [InlineData("once", "accepted running failed")]
    public async Task Restart_RunningThatCanNotBeFound_IsRunAgainOnlyIfItMay(string analysis, string types)
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Engine.Run = (_, sink, token) => FakeEngine.ForEverAsync(sink, token));
        await server.SendAsync(server.Request("1", analysis));
        await server.UntilAsync("1", RequestState.Running);

        await server.RestartAsync();
        await server.UntilEndAsync("1");

        Assert.Equal(types, server.Publisher.TypesOf("1"));
    }

    [Fact]
    public async Task Restart_AfterTheDeadlineAndWithAnotherCatalogue_ExpiresOneAndRunsTheOtherAsItWas()
    {
        await using var server = await RequestsHarness.StartAsync(s => s.Limits["shop/web"] = new(MaxRunning: 0, MaxQueued: null));
        await server.SendAsync(server.Request("1") with { Timeout = "5s" });
        await server.SendAsync(server.Request("2"));

        server.Catalogue.Current = new FixedCatalogue("name: once\nrole: other\nsql: SELECT 2 AS other").Current;
        server.Limits["shop/web"] = new(null, null);
        server.Store.CrashAt = 0;
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await server.RestartAsync();
        await server.UntilEndAsync("1");
        await server.UntilEndAsync("2");

        Assert.Equal("accepted queued expired", server.Publisher.TypesOf("1"));
        Assert.Equal("SELECT :n AS n", Assert.Single(server.Engine.Executions).Analysis.Sql["*"]);
    }

    /// <summary>What a door does: everything is sent again until it is acknowledged. True if the process died over it.</summary>
    private static async Task<bool> PlayAsync(RequestsHarness server)
    {
        try
        {
            await server.Requests.HandleAsync([server.Request("a", "again"), server.Request("b", "again") with { Reply = "final" }], CancellationToken.None);
            await server.Requests.HandleAsync([server.Request("c"), server.Request("d", "again"), server.Cancel("d")], CancellationToken.None);
            await Until.TrueAsync(() => server.Store.Crashed || "abcd".All(id => server.Publisher.EventsOf($"{id}").Any(e => e.Terminal)), "all end, or the process dies");
            return server.Store.Crashed;
        }
        catch (RequestStoreException)
        {
            return true;
        }
    }

    private static void CheckOneEnd(RequestsHarness server, string id)
    {
        var events = server.Publisher.EventsOf(id);
        var end = Assert.Single(events, e => e.Terminal);
        Assert.Equal(server.StateOf(id)!.Value.Name(), FakePublisher.Short(end));
        foreach (var attempt in events.GroupBy(e => e.Attributes["attempt"]))
        {
            Assert.Equal(Enumerable.Range(0, attempt.Count()), attempt.Select(e => int.Parse(e.Attributes["seq"], null)));
        }

        foreach (var same in server.Publisher.Replies.Where(r => r.Key == id).GroupBy(r => r.Event.Id))
        {
            Assert.All(same, r => Assert.True(r.Event.Data.Span.SequenceEqual(same.First().Event.Data.Span)));
        }
    }

    private static Task AdvanceUntilEndAsync(RequestsHarness server, string id) => Until.TrueAsync(
        () =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            return server.Publisher.EventsOf(id).Any(e => e.Terminal);
        },
        $"{id} ends");
}
