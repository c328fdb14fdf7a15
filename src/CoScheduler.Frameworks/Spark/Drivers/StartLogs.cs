using System.Text;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Reads the last lines of a task that failed to start.</summary>
internal sealed class StartLogs(ISubstrate substrate, ILogger logger)
{
    private const int TailBytes = 4096;
    private const int TailLines = 12;

    public async Task ExplainAsync(FailedStart failed, Action<string> explain, CancellationToken cancellationToken)
    {
        try
        {
            explain(await TailAsync(failed.Agent, failed.Task, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops: nobody waits for the explanation.
        }
        catch (AgentUnreachableException error)
        {
            Log.LogUnreadable(logger, failed.Task, error);
            explain("");
        }
    }

    private async Task<string> TailAsync(AgentId agent, TaskId task, CancellationToken cancellationToken)
    {
        var slice = await substrate.ReadLogAsync(agent, task, LogStream.Error, -TailBytes, TailBytes, cancellationToken).ConfigureAwait(false);
        if (slice is null)
        {
            return "";
        }

        var lines = Encoding.UTF8.GetString(slice.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(" | ", lines.TakeLast(TailLines));
    }
}
