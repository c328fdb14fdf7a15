using CoScheduler.Client;
using Xunit;

namespace CoScheduler.Tests.Client;

public sealed class ReplyFilterTests
{
    [Fact]
    public void Accept_EventsSentAgain_PassOnce()
    {
        AnalysisEvent[] sent =
        [
            Recorded.Event("accepted", 0, 0), Recorded.Event("queued", 0, 1), Recorded.Event("accepted", 0, 0), Recorded.Event("queued", 0, 1),
            Recorded.Event("running", 1, 0), Recorded.Event("rows", 1, 1), Recorded.Event("running", 1, 0), Recorded.Event("rows", 1, 1), Recorded.Event("done", 1, 2),
            Recorded.Event("done", 1, 2),
        ];

        Assert.Equal(["0/0", "0/1", "1/0", "1/1", "1/2"], Passed(sent));
    }

    [Fact]
    public void Accept_LowerAttemptComesLate_IsDropped()
    {
        AnalysisEvent[] sent =
        [
            Recorded.Event("running", 1, 0), Recorded.Event("running", 2, 0), Recorded.Event("rows", 1, 1), Recorded.Event("rows", 2, 1),
        ];

        Assert.Equal(["1/0", "2/0", "2/1"], Passed(sent));
    }

    [Fact]
    public void Accept_AfterTheEnd_NothingPasses()
    {
        AnalysisEvent[] sent = [Recorded.Event("expired", 0, 1), Recorded.Event("running", 1, 0), Recorded.Read(Recorded.Refusal("conflict", "{}"))];

        Assert.Equal(["0/1"], Passed(sent));
    }

    [Fact]
    public void Accept_Refusal_PassesAndIsTheEnd()
    {
        AnalysisEvent[] sent = [Recorded.Read(Recorded.Refusal("rejected", "{}")), Recorded.Event("accepted", 0, 0)];

        Assert.Equal(["/"], Passed(sent));
    }

    private static IEnumerable<string> Passed(IEnumerable<AnalysisEvent> sent)
    {
        var filter = new ReplyFilter();
        return [.. sent.Where(filter.Accept).Select(passed => $"{passed.Attempt}/{passed.Sequence}")];
    }
}
