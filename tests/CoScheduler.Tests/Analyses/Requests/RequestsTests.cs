using System.Text;
using System.Text.Json;
using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class RequestsTests
{
    [Fact]
    public async Task Handle_Request_IsAnsweredInOrder()
    {
        await using var server = await RequestsHarness.StartAsync();

        var admission = Assert.IsType<Accepted>(await server.SendAsync(server.Request("1")));
        await server.UntilEndAsync("1");

        Assert.False(admission.Repeated);
        Assert.Equal("""{"analysis":"once","version":"VERSION","parameters":{"n":1},"role":"shop/web","engine":"duckdb"}""".Replace("VERSION", server.Catalogue.Current.Find("once")!.Digest, StringComparison.Ordinal), admission.AcceptedData);
        Assert.Equal("accepted running rows done", server.Publisher.TypesOf("1"));
        Assert.Equal(["0/0", "1/0", "1/1", "1/2"], server.Publisher.EventsOf("1").Select(e => $"{e.Attributes["attempt"]}/{e.Attributes["seq"]}"));
        Assert.Equal("""{"schema":[{"name":"n","type":"int","nullable":false}],"rows":[{"n":0},{"n":1}]}""", Text(server.Publisher.EventsOf("1")[2]));
        Assert.All(server.Publisher.Replies, r => Assert.Equal(("coscheduler.replies.shop", "1"), (r.Topic, r.Key)));
        var execution = Assert.Single(server.Engine.Executions);
        Assert.Equal(OperationId.Of(new("/shop", "1"), 1), execution.OperationId);
        Assert.Equal(1, execution.Parameters["n"].Value);
    }

    [Fact]
    public async Task Handle_FinalRequest_IsAnsweredByOneEventWithItsRows()
    {
        await using var server = await RequestsHarness.StartAsync();

        await server.SendAsync(server.Request("1") with { Reply = "final" });
        await server.UntilEndAsync("1");

        Assert.Equal("done", server.Publisher.TypesOf("1"));
        Assert.Contains("\"rows\":[{\"n\":0},{\"n\":1}],\"rowCount\":2", Text(server.Publisher.EventsOf("1")[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_TheSameAgain_SendsTheSameBytesAgain()
    {
        await using var server = await RequestsHarness.StartAsync();
        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");
        var first = server.Publisher.Replies;

        var repeated = Assert.IsType<Accepted>(await server.SendAsync(server.Request("1", data: """{ "n": 1.0e0 }""")));
        await Until.TrueAsync(() => server.Publisher.Replies.Count(r => r.Event.Terminal) == 2, "the end is said again");

        Assert.True(repeated.Repeated);
        var again = server.Publisher.Replies.Skip(first.Count).ToArray();
        Assert.Equal(["running", "rows", "done"], again.Select(r => FakePublisher.Short(r.Event)));
        Assert.Equal(first.Skip(1).Select(Whole), again.Select(Whole));
        Assert.Single(server.Engine.Executions);
    }

    [Fact]
    public async Task Handle_OtherContentUnderTheSameId_IsAConflictThatTouchesNothing()
    {
        await using var server = await RequestsHarness.StartAsync();
        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        var refused = Assert.IsType<Refused>(await server.SendAsync(server.Request("1", data: """{"n":2}""")));
        await Until.TrueAsync(() => server.Publisher.Replies.Any(r => r.Event.Type.EndsWith("conflict", StringComparison.Ordinal)), "the conflict is said");

        Assert.True(refused.Conflict);
        var conflict = server.Publisher.Replies[^1].Event;
        Assert.Equal("%2Fshop/1/refused/3-1", conflict.Id);
        Assert.False(conflict.Attributes.ContainsKey("attempt") || conflict.Attributes.ContainsKey("seq"));
        Assert.Equal(RequestState.Done, server.StateOf("1"));
    }

    [Theory]
    [InlineData("cuopons", "{}", null, null, null, "unknown_analysis")]
    [InlineData("once", "{}", null, null, null, "invalid")]
    [InlineData("once", "{\"n\":10,\"m\":1}", null, null, null, "invalid")]
    [InlineData("once", "[", null, null, null, "invalid")]
    [InlineData("once", "{\"n\":1}", "yesterday", null, null, "invalid_deadline")]
    [InlineData("once", "{\"n\":1}", "2020-01-01T00:00:00Z", null, null, "deadline_passed")]
    [InlineData("once", "{\"n\":1}", null, "soon", null, "invalid_timeout")]
    [InlineData("once", "{\"n\":1}", null, null, "coscheduler.requests", "forbidden_reply_topic")]
    [InlineData("once", "{\"n\":1}", null, null, "elsewhere", "forbidden_reply_topic")]
    [InlineData("once", "{\"n\":99}", "yesterday", "soon", "elsewhere", "invalid")]
    public async Task Handle_WhatCanNotBeAccepted_IsRejectedWithItsReason(string analysis, string data, string? deadline, string? timeout, string? replyTo, string code)
    {
        await using var server = await RequestsHarness.StartAsync();
        var request = server.Request("1", analysis, data) with { Deadline = deadline, Timeout = timeout };

        var refused = Assert.IsType<Refused>(await server.SendAsync(replyTo is null ? request : request with { ReplyTo = replyTo }));
        await Until.TrueAsync(() => server.Publisher.Replies.Count == 1, "the refusal is said");

        Assert.Equal(code, refused.Error.Code);
        var reply = server.Publisher.Replies[0];
        Assert.Equal(replyTo is null ? "coscheduler.replies.shop" : "coscheduler.replies", reply.Topic);
        Assert.Equal(("%2Fshop/1/refused/3-0", "coscheduler.analysis.rejected"), (reply.Event.Id, reply.Event.Type));
        using var error = JsonDocument.Parse(reply.Event.Data);
        Assert.Equal(code, error.RootElement.GetProperty("code").GetString());
        Assert.Null(server.StateOf("1"));
    }

    [Fact]
    public async Task Handle_ManyFaults_NamesAllOfThem()
    {
        await using var server = await RequestsHarness.StartAsync();

        var refused = Assert.IsType<Refused>(await server.SendAsync(
            server.Request("1", data: """{"n":99,"m":1}""") with { Deadline = "x", Timeout = "y", Accept = "text/csv", Reply = "none", Ttl = "1s", Deliver = "direct", ReplyTo = "elsewhere" }));

        Assert.Equal(
            ["out_of_range", "unknown", "invalid_deadline", "invalid_timeout", "invalid_reply", "invalid_accept", "invalid_deliver", "invalid_ttl", "forbidden_reply_topic"],
            refused.Error.Errors.Select(e => e.Code));
    }

    [Fact]
    public async Task Handle_HugeNonsense_IsRefusedInAMessageThatFits()
    {
        await using var server = await RequestsHarness.StartAsync();
        var names = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"unknown{i}\":0"));

        await server.SendAsync(server.Request("1", data: $"{{{names},\"{new string('x', 300_000)}\":0}}"));
        await server.SendAsync(server.Request("2", new string('y', 300_000)));
        await server.SendAsync(server.Request(new string('3', 5_000)));
        await Until.TrueAsync(() => server.Publisher.Replies.Count == 3, "all are refused");

        Assert.All(server.Publisher.Replies, r => Assert.True(r.Event.Data.Length < 50_000));
    }

    [Fact]
    public async Task Dispose_NeverStarted_Ends()
    {
        await using var server = await RequestsHarness.StartAsync();
        await using var never = new Requests(
            server.Options, server.Store, server.Catalogue, [server.Engine], server.Publisher, _ => null, server.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<Requests>.Instance);
    }

    [Fact]
    public async Task Handle_RoleThatMayNotAskOrIsNotThere_IsRejected()
    {
        await using var server = await RequestsHarness.StartAsync();
        var request = server.Request("1");

        var forbidden = Assert.IsType<Refused>(await server.SendAsync(request with { Origin = request.Origin with { Roles = ["shop/we", "kitchen"] } }));
        Assert.Equal("forbidden_role", forbidden.Error.Code);
        Assert.IsType<Accepted>(await server.SendAsync(server.Request("2") with { Origin = request.Origin with { Roles = ["shop"] } }));

        server.Limits.Clear();
        Assert.Equal("unknown_role", Assert.IsType<Refused>(await server.SendAsync(server.Request("3"))).Error.Code);
    }

    [Fact]
    public async Task Handle_EngineThatCanNot_SaysWhatTheEngineSays()
    {
        await using var server = await RequestsHarness.StartAsync();
        server.Engine.Fault = new("unsupported_by_engine", "duckdb can't; spark can.");

        Assert.Equal("unsupported_by_engine", Assert.IsType<Refused>(await server.SendAsync(server.Request("1"))).Error.Code);
    }

    [Fact]
    public async Task DryRun_Request_LeavesNoTrace()
    {
        await using var server = await RequestsHarness.StartAsync();

        Assert.IsType<Accepted>(await server.Requests.DryRunAsync(server.Request("1"), CancellationToken.None));
        Assert.IsType<Refused>(await server.Requests.DryRunAsync(server.Request("1", "nothing"), CancellationToken.None));
        Assert.IsType<Accepted>(await server.SendAsync(server.Request("2")));
        await server.UntilEndAsync("2");

        Assert.Null(server.StateOf("1"));
        Assert.Equal(["2"], server.Publisher.Replies.Select(r => r.Key).Distinct());
    }

    [Fact]
    public async Task Handle_HttpRequest_KeepsItsEventsAndPublishesNone()
    {
        await using var server = await RequestsHarness.StartAsync();
        var request = server.Request("1") with { ReplyTo = null, Origin = new("http", null, 0, 0, "ada", []) };

        await server.SendAsync(request);
        var events = new List<ReplyEvent>();
        await foreach (var reply in server.Requests.FollowAsync(request.Key, null, TestContext.Current.CancellationToken))
        {
            events.Add(reply);
        }

        Assert.Equal("done", FakePublisher.Short(events[^1]));
        Assert.Empty(server.Publisher.Replies);
        Assert.Equal(["done"], await FollowAsync(server, events[^2].Id));
        Assert.Empty(await FollowAsync(server, events[^1].Id));
    }

    [Fact]
    public async Task List_ManyRequests_GivesPagesNewestFirst()
    {
        await using var server = await RequestsHarness.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.SendAsync(server.Request($"{i}"));
            await server.UntilEndAsync($"{i}");
        }

        var first = await server.Requests.ListAsync(new(Limit: 3, State: RequestState.Done, Role: "shop"), CancellationToken.None);
        var second = await server.Requests.ListAsync(new(Limit: 3, After: first.Next), CancellationToken.None);

        Assert.Equal(["4", "3", "2"], first.Items.Select(r => r.Key.Id));
        Assert.Equal(["1", "0"], second.Items.Select(r => r.Key.Id));
        Assert.Null(second.Next);
        await Assert.ThrowsAsync<ArgumentException>(async () => await server.Requests.ListAsync(new(After: "?"), CancellationToken.None));
    }

    [Fact]
    public async Task Watch_Request_TellsItsStates()
    {
        await using var server = await RequestsHarness.StartAsync();
        var changes = server.Requests.WatchAsync(TestContext.Current.CancellationToken);

        await server.SendAsync(server.Request("1"));

        var states = new List<RequestState>();
        await foreach (var view in changes)
        {
            states.Add(view.State);
            if (view.State is RequestState.Done)
            {
                break;
            }
        }

        Assert.Equal([RequestState.Accepted, RequestState.Running, RequestState.Done], states);
    }

    [Fact]
    public async Task Prune_AfterTheTimeThatTheyAreKept_RequestsAreGone()
    {
        await using var server = await RequestsHarness.StartAsync();
        await server.SendAsync(server.Request("1"));
        await server.UntilEndAsync("1");

        server.Time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(RequestState.Done, server.StateOf("1"));
        await Until.TrueAsync(
            () =>
            {
                server.Time.Advance(TimeSpan.FromHours(1));
                return server.StateOf("1") is null;
            },
            "it is dropped");
    }

    private static async Task<List<string>> FollowAsync(RequestsHarness server, string after)
    {
        var types = new List<string>();
        await foreach (var reply in server.Requests.FollowAsync(new("/shop", "1"), after, TestContext.Current.CancellationToken))
        {
            types.Add(FakePublisher.Short(reply));
        }

        return types;
    }

    private static string Text(ReplyEvent reply) => Encoding.UTF8.GetString(reply.Data.Span);

    private static string Whole(OutgoingReply reply) =>
        $"{reply.Topic} {reply.Partition} {reply.Key} {reply.Event.Id} {string.Join(' ', reply.Event.Attributes)} {reply.Event.DataContentType} {Text(reply.Event)}";
}
