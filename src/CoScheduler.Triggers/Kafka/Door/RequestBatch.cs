using Confluent.Kafka;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Messages that are handled together, in the order they were read.</summary>
internal sealed class RequestBatch
{
    private readonly List<IncomingMessage> messages = [];
    private readonly List<DeadLetter> letters = [];
    private readonly Dictionary<TopicPartition, Offset> next = [];

    /// <summary>What can be read.</summary>
    public IReadOnlyList<IncomingMessage> Messages => messages;

    /// <summary>What can't.</summary>
    public IReadOnlyList<DeadLetter> Letters => letters;

    /// <summary>The offsets to keep once all of it was handled.</summary>
    public IEnumerable<TopicPartitionOffset> Next => next.Select(static pair => new TopicPartitionOffset(pair.Key, pair.Value));

    /// <summary>How many messages there are.</summary>
    public int Count => messages.Count + letters.Count;

    /// <summary>Whether the dead letters are acknowledged already.</summary>
    public bool LettersSent { get; set; }

    /// <summary>Adds a message.</summary>
    /// <param name="record">The message.</param>
    /// <param name="decoded">What it says.</param>
    public void Add(ConsumeResult<byte[], byte[]?> record, Decoded decoded)
    {
        switch (decoded)
        {
            case Readable readable:
                messages.Add(readable.Message);
                break;
            case Unreadable unreadable:
                letters.Add(new(record, unreadable.Error));
                break;
        }

        next[record.TopicPartition] = record.Offset + 1;
    }
}

/// <summary>A message that can't be read.</summary>
/// <param name="Record">The message as it came.</param>
/// <param name="Error">Why.</param>
internal sealed record DeadLetter(ConsumeResult<byte[], byte[]?> Record, RequestError Error);
