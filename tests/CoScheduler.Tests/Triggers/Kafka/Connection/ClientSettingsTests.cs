using System.Collections.Immutable;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Connection;

public sealed class ClientSettingsTests
{
    private static readonly KafkaOptions Options = new() { Bootstrap = "here:1" };

    [Fact]
    public void Requests_Embedded_FetchesAreHeldShortly()
    {
        Assert.Equal(20, ClientSettings.Requests(Options with { Embedded = true }).FetchWaitMaxMs);
        Assert.Equal(2, ClientSettings.EagerRequests(Options with { Embedded = true }).FetchWaitMaxMs);
        Assert.Equal(500, ClientSettings.Requests(Options).FetchWaitMaxMs);
    }

    [Fact]
    public void Requests_Defaults_AMemberThatDiedIsMissedWithinSeconds()
    {
        Assert.Equal(10_000, ClientSettings.Requests(Options).SessionTimeoutMs);

        var slow = Options with { Properties = ImmutableSortedDictionary<string, string>.Empty.Add("session.timeout.ms", "45000") };
        Assert.Equal(45_000, ClientSettings.Requests(slow).SessionTimeoutMs);
    }

    [Fact]
    public void Any_OperatorsProperties_AreStrongerThanOurDefaultsButNotThanWhatIsOwned()
    {
        var properties = ImmutableSortedDictionary<string, string>.Empty
            .Add("message.max.bytes", "5000000").Add("fetch.wait.max.ms", "77").Add("client.id", "me").Add("bootstrap.servers", "elsewhere:1");
        var options = Options with { Properties = properties };

        Assert.Equal(5_000_000, ClientSettings.Replies(options).MessageMaxBytes);
        Assert.Equal(77, ClientSettings.Requests(options).FetchWaitMaxMs);
        Assert.Equal("me", ClientSettings.Tables(options).ClientId);
        Assert.Equal("here:1", ClientSettings.Replies(options).BootstrapServers);
        Assert.True(ClientSettings.Replies(options).EnableIdempotence);
        Assert.False(ClientSettings.Requests(options).EnableAutoOffsetStore);
    }
}
