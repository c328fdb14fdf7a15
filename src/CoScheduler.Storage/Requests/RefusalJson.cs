using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.Storage.Requests;

/// <summary>What a remembered cancel says if its request never comes.</summary>
internal static class RefusalJson
{
    public static string Write(OutboxEntry entry) => StoreJson.Write(new Kept(
        entry.Sequence, entry.Key, entry.Topic!, entry.Partition, entry.Structured, entry.Event.Id, entry.Event.Type, entry.Event.Attributes, entry.Event.Data.ToArray()));

    public static OutboxEntry Read(string json)
    {
        var kept = StoreJson.Read<Kept>(json);
        var attributes = kept.Attributes.WithComparers(StringComparer.Ordinal);
        var reply = new ReplyEvent(kept.EventId, kept.Type, Terminal: true, attributes, "application/json", kept.Data);
        return new(kept.Sequence, null, 0, kept.Key, kept.Topic, kept.Partition, kept.Structured, reply);
    }

    private sealed record Kept(
        long Sequence, string Key, string Topic, int? Partition, bool Structured, string EventId, string Type, ImmutableSortedDictionary<string, string> Attributes,
        byte[] Data);
}
