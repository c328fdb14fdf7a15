using System.Text;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Reads the last lines of a task that failed to start.</summary>
internal sealed class StartLogs(ITaskLogs logs)
{
    private const int TailBytes = 32 * 1024;
    private const int TailLines = 8;

    public async Task ExplainAsync(FailedStart failed, Action<string> explain, CancellationToken cancellationToken)
    {
        try
        {
            explain(await TailAsync(failed.Task, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops: nobody waits for the explanation.
        }
    }

    /// <summary>The frames of a stack trace would crowd out the line that says what is wrong.</summary>
    private static bool IsTelling(string line) =>
        !line.StartsWith("at ", StringComparison.Ordinal) && !line.StartsWith("... ", StringComparison.Ordinal);

    private async Task<string> TailAsync(TaskId task, CancellationToken cancellationToken)
    {
        var slice = await logs.ReadLogAsync(task, LogStream.Error, -TailBytes, TailBytes, cancellationToken).ConfigureAwait(false);
        if (slice is null)
        {
            return "";
        }

        var lines = Encoding.UTF8.GetString(slice.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(" | ", lines.Where(IsTelling).TakeLast(TailLines));
    }
}
