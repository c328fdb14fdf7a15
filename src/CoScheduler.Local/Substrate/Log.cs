using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Local.Substrate;

/// <summary>What the local substrate logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Agent {Agent}: supervisor {Pid} is up with {Tasks} tasks")]
    public static partial void AgentConnected(ILogger logger, AgentId agent, int pid, int tasks);

    [LoggerMessage(2, LogLevel.Warning, "Agent {Agent}: {Notice}")]
    public static partial void AgentNotice(ILogger logger, AgentId agent, string notice);

    [LoggerMessage(3, LogLevel.Warning, "Agent {Agent}: its supervisor is gone")]
    public static partial void AgentDisconnected(ILogger logger, AgentId agent);

    [LoggerMessage(4, LogLevel.Error, "Agent {Agent} does not come back; trying again")]
    public static partial void AgentReconnectFailed(ILogger logger, AgentId agent, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "Agent {Agent}: its supervisor sent what can't be read")]
    public static partial void AgentGarbled(ILogger logger, AgentId agent, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "Agent {Agent}: its supervisor did not end in time; its leash ends it")]
    public static partial void AgentStopTimedOut(ILogger logger, AgentId agent);
}
