using System.Text.Json.Nodes;
using CoScheduler.Analyses;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>What an execution told.</summary>
internal sealed class RecordingSink : IExecutionSink
{
    private readonly TaskCompletionSource<string> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<WaitReason> Reasons { get; } = [];

    public List<ResultBatch> Batches { get; } = [];

    public JsonArray Rows { get; } = [];

    /// <summary>The resume token, when it runs.</summary>
    public Task<string> Running => _running.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public ValueTask QueuedAsync(WaitReason reason)
    {
        Reasons.Add(reason);
        return ValueTask.CompletedTask;
    }

    public ValueTask RunningAsync(string where, string? resumeToken)
    {
        _running.TrySetResult(resumeToken!);
        return ValueTask.CompletedTask;
    }

    public ValueTask RowsAsync(ResultBatch batch)
    {
        Batches.Add(batch);
        foreach (var row in batch.Rows)
        {
            Rows.Add(JsonNode.Parse(row.Span));
        }

        return ValueTask.CompletedTask;
    }
}
