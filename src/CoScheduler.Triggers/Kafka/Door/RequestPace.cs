using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Which of the embedded broker's two consumers reads. That broker holds an empty fetch to its end even if a message comes, so a fetch's
/// wait is both a request's delay and, by how often it is asked, what an idle server costs: long waits while nothing comes, short ones
/// from a message on until it has been quiet for a while. Used by one thread.
/// </summary>
/// <param name="patient">Waits long; it is first.</param>
/// <param name="eager">Waits shortly; null if the broker answers as soon as there is something, and one consumer is enough.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPace(IConsumer<byte[], byte[]?> patient, IConsumer<byte[], byte[]?>? eager, TimeProvider time) : IDisposable
{
    /// <summary>How long after a message the next one is expected.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private long lastMessage;
    private bool hurried;

    /// <summary>The one that reads.</summary>
    public IConsumer<byte[], byte[]?> Current => hurried ? eager! : patient;

    /// <summary>Changes the pace if it is time to. What was read and handled must be stored before.</summary>
    /// <param name="came">Whether a message has come since the last call.</param>
    public void Keep(bool came)
    {
        if (eager is null)
        {
            return;
        }

        if (came)
        {
            lastMessage = time.GetTimestamp();
            Hurry(true);
        }
        else if (hurried && time.GetElapsedTime(lastMessage) >= Quiet)
        {
            Hurry(false);
        }
    }

    /// <summary>Commits what was stored, and leaves the group.</summary>
    public void Close()
    {
        patient.Close();
        eager?.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        patient.Dispose();
        eager?.Dispose();
    }

    private void Hurry(bool now)
    {
        if (hurried == now)
        {
            return;
        }

        var from = Current.Assignment.ConvertAll(Position);

        // Giving partitions up commits what was stored of them.
        Current.Unassign();
        hurried = now;
        Current.Assign(from);
    }

    private TopicPartitionOffset Position(TopicPartition partition)
    {
        var position = Current.Position(partition);
        return new(partition, position.Value >= 0 ? position : Offset.Stored);
    }
}
