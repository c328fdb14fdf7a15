namespace CoScheduler.Analyses;

/// <summary>Brings what an engine tells of one attempt to the loop.</summary>
internal sealed class ExecutionSink(LiveRequest live, RequestsOptions options, Func<RequestInput, Task> step, CancellationTokenSource interrupt) : IExecutionSink
{
    private readonly bool _resumed = live.Record.State is RequestState.Running;
    private ResultBuffer? _buffer;
    private bool _streams;

    /// <summary>Whether it ran.</summary>
    public bool Started { get; private set; } = live.Record.State is RequestState.Running;

    /// <summary>Why its rows can't be taken, if so.</summary>
    public RequestError? Fault { get; private set; }

    private ResultBuffer Buffer => _buffer ??= new(live.Record, live.Analysis!, options.MessageLimit, begun: _resumed && live.Record.LastBatch is not null);

    public ValueTask QueuedAsync(WaitReason reason)
    {
        // The loop keeps the order, and nothing hangs on this being kept before more is done.
        _ = step(new WaitInput(reason));
        return ValueTask.CompletedTask;
    }

    public async ValueTask RunningAsync(string where, string? resumeToken)
    {
        Started = true;
        var kept = step(new StartInput(where, resumeToken));
        if (resumeToken is not null)
        {
            await kept;
        }
    }

    public async ValueTask RowsAsync(ResultBatch batch)
    {
        Fault ??= Buffer.Add(batch);
        if (Fault is not null)
        {
            await interrupt.CancelAsync();
            interrupt.Token.ThrowIfCancellationRequested();
        }

        _streams |= !live.Record.Route.Final && Buffer.Bytes > options.BufferedResultBytes;
        if (_streams)
        {
            await step(new RowsInput(Buffer.Take(), batch.Token));
        }
    }

    /// <summary>The end of an execution that gave all its rows.</summary>
    public CompleteInput Complete(ExecutionDone done) => live.Record.Route.Final
        ? new([], Buffer.TakeFinal(), done.RunTime, done.Resources)
        : new(Buffer.Take(), null, done.RunTime, done.Resources);
}
