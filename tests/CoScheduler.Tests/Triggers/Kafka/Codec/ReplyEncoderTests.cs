using System.Collections.Immutable;
using System.Text;
using CoScheduler.Analyses;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Codec;

public sealed class ReplyEncoderTests
{
    [Fact]
    public void Encode_Structured_GivesTheGoldenBytes()
    {
        var message = ReplyEncoder.Encode(Reply(structured: true));

        Assert.Equal("r-1", Encoding.UTF8.GetString(message.Key));
        Assert.Equal(
            """
            {"specversion":"1.0","attempt":1,"correlationid":"c \"9\"","id":"%2Fshop/r-1/1/2","requestsource":"/shop","seq":2,"source":"/coscheduler/default","subject":"r-1","type":"coscheduler.analysis.rows","datacontenttype":"application/json","data":{"rows":[{"ort":"Köln"}]}}
            """,
            Encoding.UTF8.GetString(message.Value!));
        Assert.Equal(["content-type=application/cloudevents+json; charset=utf-8", "kafka_correlationId=hi"], Headers(message));
    }

    [Fact]
    public void Encode_Binary_GivesTheGoldenBytes()
    {
        var message = ReplyEncoder.Encode(Reply(structured: false));

        Assert.Equal("""{"rows":[{"ort":"Köln"}]}""", Encoding.UTF8.GetString(message.Value!));
        Assert.Equal(
            [
                "ce_specversion=1.0", "content-type=application/json", "ce_attempt=1", "ce_correlationid=c \"9\"", "ce_id=%2Fshop/r-1/1/2",
                "ce_requestsource=/shop", "ce_seq=2", "ce_source=/coscheduler/default", "ce_subject=r-1", "ce_type=coscheduler.analysis.rows",
                "kafka_correlationId=hi",
            ],
            Headers(message));
    }

    [Fact]
    public void Encode_ArrowStructured_IsBase64()
    {
        var reply = Reply(structured: true);
        var arrow = reply with { Event = reply.Event with { DataContentType = "application/vnd.apache.arrow.stream", Data = new byte[] { 1, 2, 255 } } };

        var text = Encoding.UTF8.GetString(ReplyEncoder.Encode(arrow).Value!);

        Assert.EndsWith("""
            "datacontenttype":"application/vnd.apache.arrow.stream","data_base64":"AQL/"}
            """, text, StringComparison.Ordinal);
    }

    internal static OutgoingReply Reply(bool structured) => new(7, "coscheduler.replies", null, "r-1", structured, new ReplyEvent(
        "%2Fshop/r-1/1/2",
        "coscheduler.analysis.rows",
        false,
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, string>[]
        {
            new("type", "coscheduler.analysis.rows"), new("id", "%2Fshop/r-1/1/2"), new("source", "/coscheduler/default"), new("subject", "r-1"),
            new("requestsource", "/shop"), new("attempt", "1"), new("seq", "2"), new("correlationid", "c \"9\""),
            new("datacontenttype", "application/json"), new("kafka_correlationId", "aGk="),
        }),
        "application/json",
        Encoding.UTF8.GetBytes("""{"rows":[{"ort":"Köln"}]}""")));

    private static IEnumerable<string> Headers(Confluent.Kafka.Message<byte[], byte[]?> message) =>
        message.Headers.Select(static header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}");
}
