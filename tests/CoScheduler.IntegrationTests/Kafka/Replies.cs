using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.IntegrationTests.Kafka;

/// <summary>Replies as the server sends them.</summary>
internal static class Replies
{
    public static OutgoingReply One(string topic = "coscheduler.replies", int? partition = null, int bytes = 0) =>
        new(1, topic, partition, "r-1", false, new ReplyEvent(
            "%2Fshop/r-1/1/0",
            "coscheduler.analysis.done",
            true,
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, string>[]
            {
                new("id", "%2Fshop/r-1/1/0"), new("source", "/coscheduler/default"), new("subject", "r-1"), new("type", "coscheduler.analysis.done"),
            }),
            "application/json",
            new byte[bytes]));
}
