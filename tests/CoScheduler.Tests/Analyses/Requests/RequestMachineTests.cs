using System.Collections.Immutable;
using System.Text;
using CoScheduler.Analyses;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class RequestMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly RequestMachine Machine = new(new("test"));

    private static readonly ImmutableArray<RequestInput> Inputs =
    [
        new WaitInput(Reason("no_capacity")),
        new WaitInput(Reason("ahead")),
        new StartInput("worker-1", "token"),
        new RowsInput([Part(2), Part(3)], "batch"),
        new CompleteInput([Part(1)], null, TimeSpan.FromSeconds(1), "cpus:1"),
        new FailInput(new("broken", "It broke.")),
        new RetryInput(new("driver_lost", "It died.")),
        new CancelInput("/shop"),
        new ExpireInput(),
    ];

    [Fact]
    public void Step_AnyInputs_GiveAtMostOneEndAndNoGaps()
    {
        Gen.Int[0, Inputs.Length - 1].List[0, 20].Sample(choices =>
        {
            var events = Play(Request(), [.. choices.Select(i => Inputs[i])], out var last);

            Assert.Equal(last.Ended ? 1 : 0, events.Count(e => e.Terminal));
            Assert.True(!last.Ended || events[^1].Terminal);
            Assert.Equal(events.Select(e => e.Id).Distinct().Count(), events.Count);
            foreach (var attempt in events.GroupBy(e => e.Attributes["attempt"]))
            {
                Assert.Equal(Enumerable.Range(0, attempt.Count()), attempt.Select(e => int.Parse(e.Attributes["seq"], null)));
            }
        });
    }

    [Fact]
    public void Step_FinalRequest_SaysItsEndOnly()
    {
        var request = Request() with { Route = Request().Route with { Final = true } };
        var rows = new FinalResult([new("n", "int", false)], [Encoding.UTF8.GetBytes("""{"n":1}""")], 7);

        var events = Play(request, [new StartInput("worker-1", null), new CompleteInput([], rows, TimeSpan.FromMilliseconds(7), "cpus:1")], out var last);

        Assert.Equal(1, last.Rows);
        var done = Assert.Single(events);
        Assert.Equal(
            """{"schema":[{"name":"n","type":"int","nullable":false}],"rows":[{"n":1}],"rowCount":1,"waitedMs":0,"ranMs":7,"resources":"cpus:1"}""",
            Text(done));
        Assert.Equal(("1", "0"), (done.Attributes["attempt"], done.Attributes["seq"]));
    }

    [Fact]
    public void Step_WholeLife_HasTheseEvents()
    {
        var events = Play(
            Request() with { Key = new("/shop a", "id/1"), Route = Request().Route with { Copied = Request().Route.Copied.Add("traceparent", "00-1") } },
            [new WaitInput(Reason("no_capacity")), new WaitInput(Reason("no_capacity")), new StartInput("worker-1", null), new RetryInput(new("worker_lost", "Gone.")), new StartInput("worker-2", null), new CompleteInput([Part(2)], null, TimeSpan.Zero, "cpus:1")],
            out _);

        Assert.Equal(
            """
            %2Fshop%20a/id%2F1/0/0 accepted {"analysis":"once","version":"v1","parameters":{"n":1},"role":"shop/web","engine":"duckdb"}
            %2Fshop%20a/id%2F1/0/1 queued {"reason":"no_capacity","message":"Why.","numbers":{"free":0}}
            %2Fshop%20a/id%2F1/1/0 running {"where":"worker-1"}
            %2Fshop%20a/id%2F1/1/1 queued {"reason":"retrying","message":"Attempt 1 ended with worker_lost; it is run again.","numbers":{"attempt":1}}
            %2Fshop%20a/id%2F1/2/0 running {"where":"worker-2"}
            %2Fshop%20a/id%2F1/2/1 rows {}
            %2Fshop%20a/id%2F1/2/2 done {"rows":2,"waitedMs":0,"ranMs":0,"resources":"cpus:1"}
            """,
            string.Join('\n', events.Select(e => $"{e.Id} {FakePublisher.Short(e)} {Text(e)}")));
        Assert.Equal(
            "attempt=2 id=%2Fshop%20a/id%2F1/2/2 requestsource=/shop a seq=2 source=/coscheduler/test subject=id/1 time=2026-11-23T12:00:00Z traceparent=00-1 type=coscheduler.analysis.done",
            string.Join(' ', events[^1].Attributes.Select(a => $"{a.Key}={a.Value}")));
    }

    [Theory]
    [InlineData("/shop", "1", 1, "bac955b1-bf92-5bf0-918a-268b48ac5b12")]
    public void OperationId_OfAnAttempt_IsAlwaysTheSame(string source, string id, int attempt, string expected)
    {
        var first = OperationId.Of(new(source, id), attempt);

        Assert.Equal(new Guid(expected), first);
        Assert.Equal(5, first.Version);
        Assert.NotEqual(first, OperationId.Of(new(source, id), attempt + 1));
    }

    private static List<ReplyEvent> Play(RequestRecord request, IEnumerable<RequestInput> inputs, out RequestRecord last)
    {
        var transition = Machine.Accept(request);
        var events = transition.Events.ToList();
        foreach (var input in inputs)
        {
            if (Machine.Step(transition.Request, input, Now) is { } next)
            {
                Assert.False(transition.Request.Ended);
                events.AddRange(next.Events);
                transition = next;
            }
        }

        last = transition.Request;
        return events;
    }

    private static RequestRecord Request() => new()
    {
        Number = 1,
        Key = new("/shop", "1"),
        Digest = "d",
        Analysis = "once",
        Version = "v1",
        Role = "shop/web",
        Engine = "duckdb",
        Parameters = """{"n":1}""",
        Route = new("coscheduler.replies", null, true, false, ResultFormat.Json, ImmutableSortedDictionary<string, string>.Empty),
        AcceptedAt = Now,
        Deadline = Now,
        Bound = "timeout",
    };

    private static WaitReason Reason(string code) => new(code, "Why.", ImmutableSortedDictionary<string, long>.Empty.Add("free", 0));

    private static ResultPart Part(int rows) => new("{}"u8.ToArray(), "application/json", rows);

    private static string Text(ReplyEvent e) => Encoding.UTF8.GetString(e.Data.Span);
}
