using System.Text;
using CoScheduler.Analyses;

namespace CoScheduler.IntegrationTests.SparkOnPool;

internal sealed class RecordingSink : IExecutionSink
{
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<WaitReason> Reasons { get; } = [];

    public List<ResultBatch> Batches { get; } = [];

    public string? ResumeToken { get; private set; }

    /// <summary>Completes when it runs.</summary>
    public Task Running => _running.Task;

    /// <summary>What a batch waits for before it is kept.</summary>
    public Func<ResultBatch, Task> Keep { get; init; } = _ => Task.CompletedTask;

    public IReadOnlyList<string> Rows => [.. Batches.SelectMany(batch => batch.Rows).Select(row => Encoding.UTF8.GetString(row.Span))];

    public ValueTask QueuedAsync(WaitReason reason)
    {
        Reasons.Add(reason);
        return ValueTask.CompletedTask;
    }

    public ValueTask RunningAsync(string where, string? resumeToken)
    {
        ResumeToken = resumeToken;
        _running.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public async ValueTask RowsAsync(ResultBatch batch)
    {
        await Keep(batch);
        Batches.Add(batch);
    }
}
