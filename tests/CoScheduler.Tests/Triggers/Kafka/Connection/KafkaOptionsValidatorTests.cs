using System.Collections.Immutable;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Connection;

public sealed class KafkaOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_HaveNoFault() => Assert.Empty(KafkaOptionsValidator.Validate(new KafkaOptions { Bootstrap = "localhost:9092" }));

    [Fact]
    public void Validate_BadOptions_GivesEveryFault()
    {
        var options = new KafkaOptions
        {
            Bootstrap = " ",
            RequestTopics = ImmutableSortedDictionary<string, RequestTopic>.Empty.Add("a b", RequestTopic.Open).Add("asks", RequestTopic.Open),
            DeadLetterTopic = "asks",
            ReplyTopic = "asks",
            Group = "",
            MaxRequestBytes = 0,
            MaxBatch = 0,
        };

        var faults = KafkaOptionsValidator.Validate(options).Select(static fault => $"{fault.Pointer} {fault.Code}");

        Assert.Equal(
            [
                "/bootstrap missing", "/topics/a b invalid_topic", "/deadLetterTopic is_request_topic", "/replyTopic is_ours", "/group missing",
                "/maxRequestBytes out_of_range", "/maxBatch out_of_range",
            ],
            faults);
    }

    [Fact]
    public void ReplyGlobs_OwnOnesElseTheDefault()
    {
        var options = new KafkaOptions
        {
            Bootstrap = "x:1",
            RequestTopics = ImmutableSortedDictionary<string, RequestTopic>.Empty.Add("own", new([], ["shop.*"])).Add("plain", RequestTopic.Open),
        };

        Assert.Equal(["shop.*"], options.ReplyGlobs("own"));
        Assert.Equal(["coscheduler.replies*"], options.ReplyGlobs("plain"));
        Assert.Equal(["*"], (options with { Embedded = true }).ReplyGlobs("plain"));
        Assert.True(options.IsOurs("plain"));
        Assert.True(options.IsOurs("coscheduler.dead"));
        Assert.False(options.IsOurs("coscheduler.replies"));
    }
}
