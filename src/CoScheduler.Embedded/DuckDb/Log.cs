using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>What DuckDB's engine and framework log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "The master stops and took {Command} no more.")]
    public static partial void MasterStopped(ILogger logger, string command, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Worker {Task} of role {Role} is ready as process {ProcessId}.")]
    public static partial void WorkerReady(ILogger logger, TaskId task, RoleName role, int processId);

    [LoggerMessage(3, LogLevel.Information, "Worker {Task} of role {Role} ended: {End}, exit code {ExitCode}. {Detail}")]
    public static partial void WorkerEnded(ILogger logger, TaskId task, RoleName role, AllocationEnd end, int? exitCode, string? detail);

    [LoggerMessage(4, LogLevel.Warning, "Worker {Task} of role {Role} failed to start ({Failures} in a row): {Why}")]
    public static partial void StartFailed(ILogger logger, TaskId task, RoleName role, int failures, string why);

    [LoggerMessage(5, LogLevel.Warning, "The pool refused {Command}: {Code}, {Message}")]
    public static partial void Refused(ILogger logger, string command, RefusalCode code, string message);

    [LoggerMessage(6, LogLevel.Information, "Worker {Task} of role {Role} is taken over.")]
    public static partial void WorkerAdopted(ILogger logger, TaskId task, RoleName role);

    [LoggerMessage(7, LogLevel.Warning, "The connection to worker {Task} of role {Role} is gone; it is stopped.")]
    public static partial void WorkerCut(ILogger logger, TaskId task, RoleName role);

    [LoggerMessage(8, LogLevel.Debug, "Worker {Task} is idle and given back.")]
    public static partial void WorkerIdle(ILogger logger, TaskId task);

    [LoggerMessage(9, LogLevel.Error, "DuckDB's framework failed on {Event}.")]
    public static partial void EventFailed(ILogger logger, string @event, Exception exception);

    [LoggerMessage(10, LogLevel.Debug, "Worker {Task} went while it was told of analyses.")]
    public static partial void PrepareCut(ILogger logger, TaskId task, Exception exception);

    [LoggerMessage(11, LogLevel.Debug, "{Command} came after the offer was taken back: {Message}")]
    public static partial void OfferGone(ILogger logger, string command, string message);
}
