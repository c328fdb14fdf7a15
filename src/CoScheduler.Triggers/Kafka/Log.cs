using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Kafka does not answer: {Reason}. Requests and replies wait until it is back")]
    public static partial void BrokerDown(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Kafka answers again, after {Away}")]
    public static partial void BrokerBack(ILogger logger, TimeSpan away);

    [LoggerMessage(3, LogLevel.Debug, "librdkafka {Facility}: {Message}")]
    public static partial void Client(ILogger logger, string facility, string message);

    [LoggerMessage(4, LogLevel.Warning, "Dead letter from {Topic} {Partition}@{Offset}: {Code}: {Detail}")]
    public static partial void DeadLetter(ILogger logger, string topic, int partition, long offset, string code, string detail);

    [LoggerMessage(5, LogLevel.Error, "Messages can't be handled and are tried again until they can")]
    public static partial void Stalled(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Information, "Messages are handled again, after {Stalled}")]
    public static partial void Unstalled(ILogger logger, TimeSpan stalled);

    [LoggerMessage(7, LogLevel.Warning, "Requests can't be read: {Reason}. It is tried again until they can")]
    public static partial void Unread(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Information, "Requests are read from {Partitions}")]
    public static partial void Assigned(ILogger logger, string partitions);

    [LoggerMessage(9, LogLevel.Error, "The Kafka door stopped")]
    public static partial void DoorBroke(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "A record of the table '{Topic}' can't be used ({Partition}@{Offset}): {Detail} Further ones are only counted")]
    public static partial void BadRecord(ILogger logger, string topic, int partition, long offset, string detail);

    [LoggerMessage(12, LogLevel.Warning, "The topic '{Topic}' can't be followed as a table: {Reason}. It is tried again until it can")]
    public static partial void TableUnread(ILogger logger, string topic, string reason);

    [LoggerMessage(13, LogLevel.Error, "Topics are no longer followed as tables")]
    public static partial void TablesBroke(ILogger logger, Exception exception);

    [LoggerMessage(14, LogLevel.Warning, "The producer of replies was replaced: {Reason}")]
    public static partial void ProducerReplaced(ILogger logger, string reason);

    [LoggerMessage(15, LogLevel.Warning, "Kafka did not take the last offsets in time: what came last is read again at the next start")]
    public static partial void CloseTooLong(ILogger logger);

    [LoggerMessage(16, LogLevel.Warning, "The topic '{Topic}' is gone. Its table keeps its rows, and is followed again when the topic is back")]
    public static partial void TableGone(ILogger logger, string topic);
}
