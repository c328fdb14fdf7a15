using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using CoScheduler.Client;
using Xunit;

namespace CoScheduler.Tests.Client;

public sealed class KafkaEventsTests
{
    private static readonly RequestOptions Options = new()
    {
        Deadline = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.FromHours(2)),
        Timeout = TimeSpan.FromSeconds(10),
        Reply = ReplyMode.Final,
        CorrelationId = "c-1",
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_ReplyInEitherMode_IsTheSame(bool structured)
    {
        var json = Recorded.Json("rows", 2, 7, """{"rows":[{"name":"Zürich"}]}""");

        var read = ReplyReader.Read(KafkaEvents.Read(structured ? Recorded.Structured(json) : Recorded.Binary(json))!)!;

        Assert.Equal(
            (AnalysisEventKind.Rows, "%2Fshop/r%201/2/7", "/coscheduler/default", "/shop", "r 1", (int?)2, (long?)7),
            (read.Kind, read.Id, read.Source, read.RequestSource, read.RequestId, read.Attempt, read.Sequence));
        Assert.Equal("Zürich", Assert.Single(read.Rows).GetProperty("name").GetString());
    }

    [Fact]
    public void Read_ArrowRows_ComeAsBytes()
    {
        var message = Recorded.Binary(Recorded.Json("rows", 1, 1, "{}").Replace("application/json", "application/vnd.apache.arrow.stream", StringComparison.Ordinal));
        message.Value = [1, 2, 3];

        var read = ReplyReader.Read(KafkaEvents.Read(message)!)!;

        Assert.Equal("application/vnd.apache.arrow.stream", read.ContentType);
        Assert.Equal([1, 2, 3], read.Body.ToArray());
        Assert.Empty(read.Rows);
    }

    [Fact]
    public void Read_NoEvent_IsPassedOver() => Assert.Null(KafkaEvents.Read(new Message<Ignore, byte[]> { Value = "hello"u8.ToArray(), Headers = [] }));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"specversion\":\"1.0\"}")]
    [InlineData("[]")]
    public void Read_MalformedEvent_SaysSo(string json) => Assert.Throws<InvalidDataException>(() => KafkaEvents.Read(Recorded.Structured(json)));

    [Theory]
    [InlineData("request")]
    [InlineData("other")]
    public void Read_EventOfAnotherType_IsNoReply(string type) => Assert.Null(ReplyReader.Read(KafkaEvents.Read(Recorded.Structured(Recorded.Json(type, 0, 0, "{}")))!));

    [Fact]
    public void Write_Structured_IsAsTheContractSays()
    {
        var message = KafkaEvents.Write(Request(), "r-1", EventMode.Structured);
        var json = JsonDocument.Parse(message.Value).RootElement;

        Assert.StartsWith("application/cloudevents+json", Header(message, "content-type"), StringComparison.Ordinal);
        Assert.Equal("r-1", message.Key);
        Assert.Equal(
            ["coscheduler.analysis.request", "/shop", "r-1", "coupons", "my.replies", "2026-11-23T07:30:00.0000000Z", "10000ms", "final", "c-1"],
            new[] { "type", "source", "id", "subject", "replyto", "deadline", "timeout", "reply", "correlationid" }.Select(name => json.GetProperty(name).GetString()));
        Assert.Equal("""{"customer":7,"radiusKm":2.5}""", json.GetProperty("data").GetRawText());
    }

    [Fact]
    public void Write_Binary_IsAsTheContractSays()
    {
        var message = KafkaEvents.Write(Request(), "r-1", EventMode.Binary);

        Assert.Equal(
            ["1.0", "coscheduler.analysis.request", "/shop", "r-1", "coupons", "my.replies", "10000ms", "application/json"],
            new[] { "ce_specversion", "ce_type", "ce_source", "ce_id", "ce_subject", "ce_replyto", "ce_timeout", "content-type" }.Select(name => Header(message, name)));
        Assert.Equal("""{"customer":7,"radiusKm":2.5}""", Encoding.UTF8.GetString(message.Value));
    }

    [Fact]
    public void Parameters_NotNamed_AreRefused() => Assert.Throws<ArgumentException>(() => RowJson.Parameters(new[] { 1, 2 }));

    private static CloudNative.CloudEvents.CloudEvent Request() =>
        RequestWriter.Request(new RequestIdentity("/shop", "r-1"), "coupons", RowJson.Parameters(new { Customer = 7, RadiusKm = 2.5 }), Options, "my.replies");

    private static string? Header(Message<string, byte[]> message, string name) =>
        message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
