using System.Text;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>The last lines that a task printed: of its errors, or else of its output.</summary>
internal static class LogTail
{
    public static async Task<string?> ReadAsync(ITaskLogs logs, TaskId task, int bytes, CancellationToken cancellationToken) =>
        await ReadAsync(logs, task, LogStream.Error, bytes, cancellationToken) ?? await ReadAsync(logs, task, LogStream.Out, bytes, cancellationToken);

    private static async Task<string?> ReadAsync(ITaskLogs logs, TaskId task, LogStream stream, int bytes, CancellationToken cancellationToken)
    {
        var slice = await logs.ReadLogAsync(task, stream, -bytes, bytes, cancellationToken);
        if (slice is null || slice.Bytes.IsEmpty)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(slice.Bytes.Span).Trim();
        var firstEnd = text.IndexOf('\n', StringComparison.Ordinal);
        var tail = slice.Offset > 0 && firstEnd >= 0 ? text[(firstEnd + 1)..] : text;
        return tail.Length == 0 ? null : tail;
    }
}
