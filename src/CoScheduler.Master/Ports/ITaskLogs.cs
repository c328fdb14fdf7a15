using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>Reads what tasks print, wherever they run or ran.</summary>
public interface ITaskLogs
{
    /// <summary>Reads a part of a task's output, of a running task or of one that ended a while ago.</summary>
    /// <param name="task">Which task.</param>
    /// <param name="stream">Its standard output or its standard error.</param>
    /// <param name="offset">From which byte; negative counts from the end.</param>
    /// <param name="limit">How many bytes at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes with their offset, or null if no agent that can be reached has such a log.</returns>
    Task<LogSlice?> ReadLogAsync(TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken);
}
