using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Services;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Service {Service}: {Outcome}, revision {Revision}, {Replicas} replicas")]
    public static partial void Applied(ILogger logger, string service, ApplyOutcome outcome, int revision, int replicas);

    [LoggerMessage(2, LogLevel.Information, "Service {Service} is deleted")]
    public static partial void Deleted(ILogger logger, string service);

    [LoggerMessage(3, LogLevel.Warning, "The pool refused {Command}: {Message}")]
    public static partial void Refused(ILogger logger, string command, string message);

    [LoggerMessage(4, LogLevel.Warning, "Replica {Task} ended by itself with exit code {ExitCode}: {Detail}")]
    public static partial void ReplicaFailed(ILogger logger, TaskId? task, int? exitCode, string? detail);

    [LoggerMessage(5, LogLevel.Warning, "The log of {Task} can't be read")]
    public static partial void LogUnreadable(ILogger logger, TaskId task, Exception exception);
}
