using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

internal static partial class Log
{
    [LoggerMessage(2, LogLevel.Critical, "The server can't go on: {Message}")]
    public static partial void Fatal(ILogger logger, string message, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "Stopping.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "Spark can't be used: {Detail}")]
    public static partial void NoSpark(ILogger logger, string detail);

    [LoggerMessage(5, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "{Notice}")]
    public static partial void SparkNotice(ILogger logger, string notice);
}
