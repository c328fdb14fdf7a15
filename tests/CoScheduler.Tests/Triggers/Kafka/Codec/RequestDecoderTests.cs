using System.Collections.Immutable;
using System.Text;
using Confluent.Kafka;
using CoScheduler.Analyses;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Codec;

public sealed class RequestDecoderTests
{
    private static readonly KafkaOptions Options = new()
    {
        Bootstrap = "unused:1",
        RequestTopics = ImmutableSortedDictionary<string, RequestTopic>.Empty.Add(Messages.Topic, new(["analytics"], [])),
        MaxRequestBytes = 1000,
    };

    [Fact]
    public void Decode_StructuredRequest_ReadsEveryAttribute()
    {
        var request = Request(Messages.Structured(
            """
            {"specversion":"1.0","type":"coscheduler.analysis.request","source":"/Shop/%41?x=1","id":"r-1","subject":"coupons",
             "time":"2026-11-23T12:00:00Z","datacontenttype":"application/json","replyto":"shop.replies","replypartition":3,
             "deadline":"2026-11-23T12:00:10Z","timeout":"10s","ttl":"5m","accept":"application/json","deliver":"relay","reply":"final",
             "correlationid":"c-9","traceparent":"00-a-b-01","data":{"customer": 7, "ort":"Köln"}}
            """));

        Assert.Equal(new RequestKey("/Shop/%41?x=1", "r-1"), request.Key);
        Assert.Equal("coupons", request.Analysis);
        Assert.Equal("""{"customer": 7, "ort":"Köln"}""", Text(request.Data));
        Assert.Equal(("shop.replies", 3), (request.ReplyTo, request.ReplyPartition));
        Assert.Equal(("2026-11-23T12:00:10Z", "10s", "5m"), (request.Deadline, request.Timeout, request.Ttl));
        Assert.Equal(("application/json", "relay", "final"), (request.Accept, request.Deliver, request.Reply));
        Assert.True(request.Structured);
        Assert.Equal(["correlationid=c-9", "traceparent=00-a-b-01"], request.Copied.Select(static pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(("kafka", Messages.Topic, 2, 5L), (request.Origin.Door, request.Origin.Topic, request.Origin.Partition, request.Origin.Offset));
        Assert.Equal(["analytics"], request.Origin.Roles);
    }

    [Fact]
    public void Decode_BinaryRequest_ReadsTheSame()
    {
        var message = Binary("""{"customer":7}""", ("subject", "coupons"), ("replyto", "shop.replies"), ("replypartition", "0"), ("tracestate", "k=v"));
        message.Headers.Add("content-type", Messages.Bytes("application/json; charset=utf-8"));

        var request = Request(message);

        Assert.Equal(new RequestKey("/shop", "r-1"), request.Key);
        Assert.Equal("""{"customer":7}""", Text(request.Data));
        Assert.Equal(("shop.replies", 0), (request.ReplyTo, request.ReplyPartition));
        Assert.Equal("k=v", request.Copied["tracestate"]);
        Assert.False(request.Structured);
    }

    [Fact]
    public void Decode_NoData_IsAnEmptyObject()
    {
        Assert.Equal("{}", Text(Request(Binary(null, ("subject", "coupons"))).Data));
        Assert.Equal("{}", Text(Request(Messages.Structured(Event(""))).Data));
    }

    [Fact]
    public void Decode_Base64JsonData_IsRead() =>
        Assert.Equal("""{"a":1}""", Text(Request(Messages.Structured(Event(",\"datacontenttype\":\"application/json\",\"data_base64\":\"eyJhIjoxfQ==\""))).Data));

    [Fact]
    public void Decode_DataThatIsNoObject_IsLeftToRequests() =>
        Assert.Equal("[1]", Text(Request(Messages.Structured(Event(",\"data\":[1]"))).Data));

    [Fact]
    public void Decode_Cancel_NamesTheRequest()
    {
        var message = Messages.Structured("""{"specversion":"1.0","type":"coscheduler.analysis.cancel","source":"/shop","id":"c-1","subject":"r-1"}""");

        var cancel = Assert.IsType<CancelRequest>(Assert.IsType<Readable>(Decode(message)).Message);

        Assert.Equal(new RequestKey("/shop", "r-1"), cancel.Key);
    }

    [Fact]
    public void Decode_SpringHeaders_ReplyIsFinal()
    {
        var message = Messages.Structured(
            Event(""),
            ("kafka_replyTopic", Messages.Bytes("spring.replies")),
            ("kafka_replyPartition", [0, 0, 1, 2]),
            ("kafka_correlationId", [0xff, 0, 0x10]));

        var request = Request(message);

        Assert.Equal(("spring.replies", 258, "final"), (request.ReplyTo, request.ReplyPartition, request.Reply));
        Assert.Equal("/wAQ", request.Copied["kafka_correlationId"]);
    }

    [Fact]
    public void Decode_OurReplyToBesideSpringHeaders_OursCounts()
    {
        var request = Request(Messages.Structured(Event(",\"replyto\":\"ours\""), ("kafka_replyTopic", Messages.Bytes("spring.replies"))));

        Assert.Equal(("ours", null, null), (request.ReplyTo, request.ReplyPartition, request.Reply));
    }

    public static TheoryData<string, string> BadDocuments() => new()
    {
        { "{\"specversion\":", "malformed_json" },
        { "", "malformed_json" },
        { "[1,2]", "invalid_event" },
        { "\"x\"", "invalid_event" },
        { "{}", "invalid_event" },
        { """{"specversion":"0.3","type":"t","source":"s","id":"1"}""", "invalid_event" },
        { """{"specversion":"1.0","type":"t","source":"s"}""", "invalid_event" },
        { """{"specversion":"1.0","type":"t","source":"s","id":""}""", "invalid_event" },
        { """{"specversion":"1.0","type":"t","source":7,"id":"1"}""", "invalid_event" },
        { """{"specversion":"1.0","type":"t","id":"1"}""", "invalid_event" },
        { """{"specversion":"1.0","type":"other","source":"s","id":"1"}""", "unknown_type" },
        { """{"specversion":"1.0","type":"coscheduler.analysis.frobnicate","source":"s","id":"1"}""", "unknown_type" },
        { """{"specversion":"1.0","type":"coscheduler.analysis.renew","source":"s","id":"1","subject":"r"}""", "unsupported" },
        { """{"specversion":"1.0","type":"coscheduler.analysis.request","source":"s","id":"1"}""", "missing_attribute" },
        { """{"specversion":"1.0","type":"coscheduler.analysis.cancel","source":"s","id":"1"}""", "missing_attribute" },
        { Event(",\"replypartition\":-1"), "invalid_attribute" },
        { Event(",\"replypartition\":\"two\""), "invalid_attribute" },
        { Event(",\"datacontenttype\":\"text/plain\",\"data\":\"x\""), "unsupported_content_type" },
        { Event(",\"data\":{},\"data_base64\":\"e30=\""), "invalid_event" },
        { Event(",\"data_base64\":\"####\""), "invalid_event" },
        { Event($",\"x\":\"{new string('x', 1000)}\""), "message_too_large" },
    };

    [Theory]
    [MemberData(nameof(BadDocuments))]
    public void Decode_BadDocument_IsUnreadable(string json, string code) => Assert.Equal(code, Code(Messages.Structured(json)));

    [Fact]
    public void Decode_NoCloudEvent_IsUnreadable()
    {
        Assert.Equal("not_a_cloud_event", Code(Messages.New(Messages.Bytes("{}"))));
        Assert.Equal("not_a_cloud_event", Code(Messages.New(null)));
        Assert.Equal("not_a_cloud_event", Code(Messages.New(Messages.Bytes("{}"), ("content-type", Messages.Bytes("application/json")))));
        Assert.Equal("unsupported_content_type", Code(Messages.New(Messages.Bytes("{}"), ("content-type", Messages.Bytes("/;/")))));
    }

    [Fact]
    public void Decode_BadBinary_IsUnreadable()
    {
        Assert.Equal("malformed_json", Code(Binary("{\"a\":", ("subject", "coupons"))));
        Assert.Equal("malformed_json", Code(Binary("{} {}", ("subject", "coupons"))));
        Assert.Equal("invalid_event", Code(Messages.Binary("{}", ("specversion", "1.0"), ("type", "coscheduler.analysis.request"), ("source", "/shop"))));
        Assert.Equal("invalid_event", Code(Messages.Binary("{}", ("specversion", "7"))));
        Assert.Equal("invalid_event", Code(Binary("{}", ("subject", "coupons"), ("Bad_Name", "x"))));
        Assert.Equal("invalid_event", Code(Binary("{}", ("subject", "coupons"), ("time", "yesterday"))));
    }

    [Fact]
    public void Decode_InvalidUtf8_IsUnreadable()
    {
        var document = Messages.Bytes(Event(",\"data\":\"x\""));
        document[^4] = 0xff;
        Assert.Equal("invalid_utf8", Code(Messages.New(document, ("content-type", Messages.Bytes("application/cloudevents+json")))));
        Assert.Equal("invalid_utf8", Code(Messages.New(Messages.Bytes("{}"), ("ce_specversion", Messages.Bytes("1.0")), ("ce_id", [0xff]))));
    }

    private static string Event(string rest) =>
        $$"""{"specversion":"1.0","type":"coscheduler.analysis.request","source":"/shop","id":"r-1","subject":"coupons"{{rest}}}""";

    private static Message<byte[], byte[]?> Binary(string? data, params (string Name, string Value)[] more) =>
        Messages.Binary(data, [("specversion", "1.0"), ("type", "coscheduler.analysis.request"), ("source", "/shop"), ("id", "r-1"), .. more]);

    private static Decoded Decode(Message<byte[], byte[]?> message) => new RequestDecoder(Options).Decode(Messages.At(message));

    private static AnalysisRequest Request(Message<byte[], byte[]?> message) =>
        Assert.IsType<AnalysisRequest>(Assert.IsType<Readable>(Decode(message)).Message);

    private static string Code(Message<byte[], byte[]?> message)
    {
        var error = Assert.IsType<Unreadable>(Decode(message)).Error;
        Assert.NotEmpty(error.Detail);
        return error.Code;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
