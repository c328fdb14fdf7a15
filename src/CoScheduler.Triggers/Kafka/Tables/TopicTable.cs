using Confluent.Kafka;
using CoScheduler.Analyses;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>A topic as a table. One thread feeds it, any may read it.</summary>
internal sealed class TopicTable : ITopicTable
{
    private readonly ILogger logger;
    private readonly RowReader reader;
    private readonly Lock gate = new();
    private readonly ChangeLog rows = new();
    private readonly Dictionary<int, long> next = [];
    private readonly HashSet<int> unread = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long badRecords;

    /// <summary>Makes an empty table.</summary>
    /// <param name="source">What it follows.</param>
    /// <param name="logger">Where its first bad record is logged.</param>
    public TopicTable(TopicTableSource source, ILogger logger)
    {
        Source = source;
        this.logger = logger;
        reader = new RowReader(source);
    }

    /// <inheritdoc/>
    public TopicTableSource Source { get; }

    /// <inheritdoc/>
    public long Version
    {
        get
        {
            lock (gate)
            {
                return rows.Version;
            }
        }
    }

    /// <summary>How it stands.</summary>
    public TopicTableStatus Status
    {
        get
        {
            lock (gate)
            {
                return new(Source.Topic, rows.Rows, rows.Version, badRecords, ready.Task.IsCompleted);
            }
        }
    }

    /// <inheritdoc/>
    public Task ReadyAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public TopicTableChanges ReadSince(long version)
    {
        lock (gate)
        {
            return rows.ReadSince(version);
        }
    }

    /// <summary>The topic was found, or found missing: what is to be read before the table is ready.</summary>
    /// <param name="partitions">Its partitions.</param>
    internal void Begin(IEnumerable<int> partitions)
    {
        unread.UnionWith(partitions);
        BecomeReady();
    }

    /// <summary>All that stood in a partition was read.</summary>
    /// <param name="partition">The partition.</param>
    internal void EndOf(int partition)
    {
        if (unread.Remove(partition))
        {
            BecomeReady();
        }
    }

    /// <summary>A partition will be read from its beginning, for it was made anew or cut.</summary>
    /// <param name="partition">The partition.</param>
    internal void Rewind(int partition)
    {
        next.Remove(partition);
        EndOf(partition);
    }

    /// <summary>Takes a record; one that it had already, read again for another table, changes nothing.</summary>
    /// <param name="record">The record.</param>
    internal void Apply(ConsumeResult<byte[], byte[]?> record)
    {
        var partition = record.Partition.Value;
        if (next.TryGetValue(partition, out var expected) && record.Offset.Value < expected)
        {
            return;
        }

        next[partition] = record.Offset.Value + 1;
        var read = reader.Read(record.Message.Key, record.Message.Value);
        bool first;
        lock (gate)
        {
            if (read.Key is not null)
            {
                rows.Set(read.Key, read.Json);
                return;
            }

            first = ++badRecords == 1;
        }

        if (first)
        {
            Log.BadRecord(logger, record.Topic, partition, record.Offset.Value, read.Fault!);
        }
    }

    private void BecomeReady()
    {
        if (unread.Count == 0)
        {
            ready.TrySetResult();
        }
    }
}

/// <summary>How a topic's table stands.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Version">Its version.</param>
/// <param name="BadRecords">How many records could not be used.</param>
/// <param name="Ready">Whether all that stood in the topic at first has been read.</param>
public sealed record TopicTableStatus(string Topic, int Rows, long Version, long BadRecords, bool Ready);
