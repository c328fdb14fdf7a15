using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The pool refused {Command}: {Code}, {Detail}")]
    public static partial void Refused(ILogger logger, string command, RefusalCode code, string detail);

    [LoggerMessage(2, LogLevel.Error, "The {Kind} {Task} failed to start: {Why} Its last lines:\n{Lines}")]
    public static partial void StartFailed(ILogger logger, string kind, TaskId task, string why, string lines);

    [LoggerMessage(3, LogLevel.Information, "Driver {Driver} of {Role} takes queries at {Endpoint} after {Elapsed} ms.")]
    public static partial void Serving(ILogger logger, TaskId driver, RoleName role, string endpoint, long elapsed);

    [LoggerMessage(4, LogLevel.Warning, "Driver {Driver} could not be looked at.")]
    public static partial void SampleFailed(ILogger logger, TaskId driver, Exception error);

    [LoggerMessage(5, LogLevel.Debug, "Driver {Driver} could not be warmed.")]
    public static partial void WarmingFailed(ILogger logger, TaskId driver, Exception error);

    [LoggerMessage(6, LogLevel.Critical, "The Spark framework stopped working.")]
    public static partial void LoopFailed(ILogger logger, Exception error);

    [LoggerMessage(8, LogLevel.Information, "Adopted driver {Driver} of {Role}.")]
    public static partial void Adopted(ILogger logger, TaskId driver, RoleName role);

    [LoggerMessage(9, LogLevel.Warning, "A session of driver {Driver} could not be kept alive.")]
    public static partial void HeartbeatFailed(ILogger logger, TaskId driver, Exception error);

    [LoggerMessage(10, LogLevel.Debug, "Source {Source} of {Analysis} is not kept in memory.")]
    public static partial void CachingFailed(ILogger logger, string source, string analysis, Exception error);

    [LoggerMessage(11, LogLevel.Debug, "A session of driver {Driver} could not be ended; the driver drops it when it has been idle.")]
    public static partial void SessionLeft(ILogger logger, TaskId driver, Exception error);

    [LoggerMessage(12, LogLevel.Debug, "{Command} came after the offer was taken back: {Message}")]
    public static partial void OfferGone(ILogger logger, string command, string message);
}
