using CoScheduler.Client;
using Xunit;

namespace CoScheduler.Tests.Client;

public sealed class RowCollectorTests
{
    private const string Schema = "\"schema\":[{\"name\":\"n\",\"type\":\"bigint\",\"nullable\":false}]";

    [Fact]
    public void Add_SecondAttempt_VoidsTheRowsOfTheFirst()
    {
        var collector = Collect(
            Recorded.Event("running", 1, 0),
            Recorded.Event("rows", 1, 1, $$$"""{{{{Schema}}},"rows":[{"n":"1"},{"n":"2"}]}"""),
            Recorded.Event("running", 2, 0),
            Recorded.Event("rows", 2, 1, $$$"""{{{{Schema}}},"rows":[{"n":"1"}]}"""),
            Recorded.Event("rows", 2, 2, """{"rows":[{"n":"2"},{"n":"3"}]}"""),
            Recorded.Event("done", 2, 3, """{"rows":3,"waitedMs":1,"ranMs":2,"resources":"cpus:1"}"""));

        Assert.Null(collector.Error);
        Assert.Equal(["1", "2", "3"], collector.Rows.Select(row => row.GetProperty("n").GetString()));
    }

    [Fact]
    public void Add_OnlyTheEnd_HasTheRowsInIt()
    {
        var collector = Collect(Recorded.Event("done", 2, 0, $$$"""{{{{Schema}}},"rows":[{"n":"1"},{"n":"2"}],"rowCount":2}"""));

        Assert.Null(collector.Error);
        Assert.Equal(2, collector.Rows.Count);
    }

    [Theory]
    [InlineData("""{"rows":3}""")]
    [InlineData("""{"rows":1}""")]
    public void Add_RowsAreMissingAtTheEnd_SaysSo(string done)
    {
        var collector = Collect(Recorded.Event("rows", 1, 1, """{"rows":[{"n":"1"},{"n":"2"}]}"""), Recorded.Event("done", 1, 2, done));

        Assert.Equal("incomplete_reply", collector.Error?.Code);
        Assert.True(collector.Error!.IsRetryable);
    }

    [Fact]
    public void Add_Failed_GivesTheServersError()
    {
        var collector = Collect(
            Recorded.Event("rows", 1, 1, """{"rows":[{"n":"1"}]}"""),
            Recorded.Event(
                "failed", 1, 2, """{"code":"driver_lost","detail":"Ask again.","retryable":true,"retryAfter":"1m30s","errors":[{"pointer":"/x","code":"c","detail":"d"}]}"""));

        Assert.Equal(("driver_lost", "Ask again.", true, TimeSpan.FromSeconds(90)), (collector.Error!.Code, collector.Error.Detail, collector.Error.IsRetryable, collector.Error.RetryAfter));
        Assert.Equal([new AnalysisFault("/x", "c", "d")], collector.Error.Errors);
    }

    [Theory]
    [InlineData("cancelled", """{"by":"/shop"}""")]
    [InlineData("expired", """{"bound":"timeout","at":"2026-11-23T07:30:00Z"}""")]
    public void Add_EndsWithoutAnErrorObject_TheEndIsTheCode(string type, string data) =>
        Assert.Equal(type, Collect(Recorded.Event(type, 0, 1, data)).Error?.Code);

    [Theory]
    [InlineData("\"500ms\"", 500d)]
    [InlineData("\"1h30m\"", 5_400_000d)]
    [InlineData("\"2d\"", 172_800_000d)]
    [InlineData("\"1.5s\"", 1500d)]
    [InlineData("\"\"", null)]
    [InlineData("\"soon\"", null)]
    [InlineData("5", null)]
    public void WireDuration_Texts_AreRead(string json, double? milliseconds) =>
        Assert.Equal(milliseconds, WireDuration.Read(System.Text.Json.JsonDocument.Parse(json).RootElement)?.TotalMilliseconds);

    private static RowCollector Collect(params AnalysisEvent[] events)
    {
        var collector = new RowCollector();
        Array.ForEach(events, collector.Add);
        return collector;
    }
}
