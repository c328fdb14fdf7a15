using System.Collections.Concurrent;
using Confluent.Kafka;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>Everything that lies on a topic.</summary>
internal sealed class TopicLog : IAsyncDisposable
{
    private readonly ConcurrentQueue<ConsumeResult<string, byte[]>> _records = new();
    private readonly ReplyReader _reader;

    public TopicLog(string bootstrap, string topic) => _reader = new ReplyReader(bootstrap, topic, _records.Enqueue);

    public IReadOnlyCollection<ConsumeResult<string, byte[]>> Records => _records;

    /// <summary>The events on it, of a request.</summary>
    public IReadOnlyList<LoadEvent> EventsOf(string id) => [.. _records.Where(r => r.Message.Key == id).Select(r => LoadEvent.Read(r.Message))];

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
