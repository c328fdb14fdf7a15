using Microsoft.Extensions.Logging;

namespace CoScheduler.Spark.Connect;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "A call to Spark failed ({Reason}); try {Try} follows in {Delay}.")]
    public static partial void Retrying(ILogger logger, string reason, int @try, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Debug, "The stream of operation {Operation} ended before its result did; it is attached again after response {Response}.")]
    public static partial void Reattaching(ILogger logger, Guid operation, string? response);

    [LoggerMessage(3, LogLevel.Debug, "Operation {Operation} did not arrive; it is sent again.")]
    public static partial void SendingAgain(ILogger logger, Guid operation);

    [LoggerMessage(4, LogLevel.Warning, "Responses of operation {Operation} could not be released; the server drops them when it is idle.")]
    public static partial void ReleaseFailed(ILogger logger, Guid operation, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "Operation {Operation} could not be interrupted.")]
    public static partial void InterruptFailed(ILogger logger, Guid operation, Exception error);

    [LoggerMessage(6, LogLevel.Debug, "The details of an error could not be had.")]
    public static partial void ErrorDetailsMissing(ILogger logger, Exception error);

    [LoggerMessage(7, LogLevel.Warning, "Session {Session} could not be released; the server drops it when it is idle.")]
    public static partial void SessionReleaseFailed(ILogger logger, Guid session, Exception error);

    [LoggerMessage(8, LogLevel.Debug, "What Spark the server is could not be had.")]
    public static partial void ServerVersionUnknown(ILogger logger, Exception error);

    [LoggerMessage(20, LogLevel.Warning, "The events of session {Session}'s streaming queries can no longer be heard.")]
    public static partial void ListenerBusEnded(ILogger logger, Guid session, Exception error);

    [LoggerMessage(21, LogLevel.Error, "A listener to streaming queries, {Listener}, failed; it goes on hearing.")]
    public static partial void ListenerFailed(ILogger logger, Type listener, Exception error);
}
