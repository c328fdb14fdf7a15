using CoScheduler.Local.Supervisor;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Local.Substrate;

/// <summary>Reads tasks' outputs straight from their files, which are on this machine.</summary>
internal static class TaskLogs
{
    /// <summary>Reads a part of a log.</summary>
    /// <param name="folder">The agent's folder.</param>
    /// <param name="task">Which task.</param>
    /// <param name="stream">Which output.</param>
    /// <param name="offset">From which byte; negative counts from the end.</param>
    /// <param name="limit">How many bytes at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The part, or null if there is no such log.</returns>
    public static async Task<LogSlice?> ReadAsync(AgentFolder folder, TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken)
    {
        var path = stream == LogStream.Out ? folder.Output(task.Value) : folder.Error(task.Value);
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var length = RandomAccess.GetLength(file);
        var begin = Math.Clamp(offset < 0 ? length + offset : offset, 0, length);
        var bytes = new byte[Math.Clamp(length - begin, 0, limit)];
        var read = await RandomAccess.ReadAsync(file, bytes, begin, cancellationToken).ConfigureAwait(false);
        return new LogSlice(begin, bytes.AsMemory(0, read), length);
    }
}
