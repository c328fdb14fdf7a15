using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Quota;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Message}")]
    public static partial void Alarm(ILogger logger, string message);

    [LoggerMessage(2, LogLevel.Information, "{File} is the quota in force again.")]
    public static partial void AlarmOver(ILogger logger, string file);
}
