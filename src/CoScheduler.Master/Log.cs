using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Restored {Records} records after the state at {StateNumber}; epoch {Epoch}")]
    public static partial void Restored(ILogger logger, long records, long stateNumber, long epoch);

    [LoggerMessage(2, LogLevel.Warning, "{Notice}")]
    public static partial void JournalNotice(ILogger logger, string notice);

    [LoggerMessage(3, LogLevel.Critical, "The master's loop ended")]
    public static partial void LoopFailed(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The framework {Framework} failed on {Effect}")]
    public static partial void FrameworkFailed(ILogger logger, FrameworkId framework, string effect, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The framework {Framework} failed to stop")]
    public static partial void FrameworkStopFailed(ILogger logger, FrameworkId framework, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "{Order} of task {Task} on agent {Agent} failed")]
    public static partial void OrderFailed(ILogger logger, string order, TaskId task, AgentId agent, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Agent {Agent} can't be reached for {Order} of task {Task}; it is ordered again")]
    public static partial void AgentUnreachable(ILogger logger, AgentId agent, string order, TaskId task, Exception exception);

    [LoggerMessage(8, LogLevel.Debug, "The link to agent {Agent} was cut")]
    public static partial void LinkCut(ILogger logger, AgentId agent);

    [LoggerMessage(9, LogLevel.Information, "Agent {Agent} is here with {Tasks} tasks")]
    public static partial void AgentIsUp(ILogger logger, AgentId agent, int tasks);

    [LoggerMessage(10, LogLevel.Warning, "Agent {Agent} is gone; its tasks are gone too: {TasksAreGone}")]
    public static partial void AgentIsDown(ILogger logger, AgentId agent, bool tasksAreGone);

    [LoggerMessage(11, LogLevel.Warning, "Agent {Agent} did not come back in time and is given up")]
    public static partial void AgentGivenUp(ILogger logger, AgentId agent);

    [LoggerMessage(12, LogLevel.Warning, "Agent {Agent} was refused: {Message}")]
    public static partial void AgentRefused(ILogger logger, AgentId agent, string message);

    [LoggerMessage(13, LogLevel.Critical, "A substrate's events ended with an error")]
    public static partial void EventsFailed(ILogger logger, Exception exception);

    [LoggerMessage(14, LogLevel.Error, "A substrate failed to stop")]
    public static partial void SubstrateStopFailed(ILogger logger, Exception exception);
}
