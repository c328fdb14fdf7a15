using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>A topic that tables follow: its partitions, found as they appear. Used by one thread.</summary>
internal sealed class TopicFollower(string topic, IConsumer<byte[], byte[]?> consumer)
{
    private readonly List<TopicTable> tables = [];
    private readonly List<TopicTable> waiting = [];
    private readonly HashSet<TopicPartition> partitions = [];

    /// <summary>The topic.</summary>
    public string Topic => topic;

    /// <summary>Whether the topic, or what a table has of it, is still to be found.</summary>
    public bool Searching => partitions.Count == 0 || waiting.Count > 0;

    /// <summary>Adds a table, which is read from the beginning; the others skip what they have.</summary>
    /// <param name="table">The table.</param>
    public void Add(TopicTable table)
    {
        waiting.Add(table);
        if (partitions.Count > 0)
        {
            Found([.. partitions]);
            FromBeginning(partitions);
        }
    }

    /// <summary>The broker said which partitions there are.</summary>
    /// <param name="found">The partitions; empty while there is no such topic.</param>
    /// <returns>Whether the topic is gone, which was there: the rows stay, and it is read from the beginning when it comes again.</returns>
    public bool Found(IReadOnlyList<TopicPartition> found)
    {
        var gone = found.Count == 0 && partitions.Count > 0;
        if (gone)
        {
            Leave();
        }

        foreach (var table in waiting)
        {
            table.Begin(found.Select(static partition => partition.Partition.Value));
        }

        tables.AddRange(waiting);
        waiting.Clear();
        var grown = found.Where(partitions.Add).ToList();
        if (grown.Count > 0)
        {
            consumer.IncrementalAssign(grown.Select(static partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        }

        return gone;
    }

    /// <summary>A record or the end of a partition was read.</summary>
    /// <param name="record">Which.</param>
    public void Take(ConsumeResult<byte[], byte[]?> record)
    {
        foreach (var table in tables)
        {
            if (record.IsPartitionEOF)
            {
                table.EndOf(record.Partition.Value);
            }
            else
            {
                table.Apply(record);
            }
        }
    }

    /// <summary>The place of the next record is gone: the topic was cut, or made anew.</summary>
    /// <param name="partition">The partition.</param>
    public void Rewind(TopicPartition partition)
    {
        Forget(partition);
        FromBeginning([partition]);
    }

    private void Leave()
    {
        consumer.IncrementalUnassign(partitions);
        foreach (var partition in partitions)
        {
            Forget(partition);
        }

        partitions.Clear();
    }

    private void Forget(TopicPartition partition)
    {
        foreach (var table in tables)
        {
            table.Rewind(partition.Partition.Value);
        }
    }

    private void FromBeginning(IReadOnlyCollection<TopicPartition> again)
    {
        consumer.IncrementalUnassign(again);
        consumer.IncrementalAssign(again.Select(static partition => new TopicPartitionOffset(partition, Offset.Beginning)));
    }
}
