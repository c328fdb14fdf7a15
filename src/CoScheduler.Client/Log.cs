using Microsoft.Extensions.Logging;

namespace CoScheduler.Client;

/// <summary>What clients log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Request {Id} is no longer read, and could not be cancelled")]
    public static partial void CancelFailed(ILogger logger, string id, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "A message on {Topic} [{Partition}] at {Offset} is no CloudEvent and is passed over")]
    public static partial void NotAnEvent(ILogger logger, string topic, int partition, long offset, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Reading replies: {Reason}")]
    public static partial void ReadFailed(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Debug, "The events of request {Id} broke off and are read on")]
    public static partial void StreamBroke(ILogger logger, string id, Exception exception);
}
