using System.Globalization;
using System.Threading.Channels;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>One execution on one worker.</summary>
internal sealed class WorkerRun(Execution execution, WorkerLease lease, IExecutionSink sink, Func<bool> stopping)
{
    private ChannelReader<Frame>? _frames;
    private Task _told = Task.CompletedTask;

    /// <summary>Starts it.</summary>
    /// <returns>Whether the worker took it.</returns>
    public async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        var sql = execution.Analysis.BodyFor(DuckDbEngine.EngineName)
            ?? throw new InvalidOperationException($"{execution.Analysis.Name} has no body for {DuckDbEngine.EngineName}.");
        if (!await TakenAsync(() => lease.Client.ExecuteAsync(execution, sql, cancellationToken), cancellationToken))
        {
            return false;
        }

        // That it runs is kept while it runs, and before any of its rows.
        _told = sink.RunningAsync($"worker {lease.Task} on agent {lease.Agent}", lease.Task.Value).AsTask();
        return true;
    }

    /// <summary>Takes it up again.</summary>
    /// <returns>Whether the worker still knows it.</returns>
    public Task<bool> TryAttachAsync(int fromBatch, CancellationToken cancellationToken) =>
        TakenAsync(() => lease.Client.AttachAsync(execution.OperationId, fromBatch, cancellationToken), cancellationToken);

    /// <summary>Hands its rows on, to its end.</summary>
    public async Task<ExecutionEnd> FinishAsync(CancellationToken cancellationToken)
    {
        var ended = false;
        try
        {
            await _told;
            await foreach (var frame in _frames!.ReadAllAsync(cancellationToken))
            {
                if (frame.Message is EndedMessage end)
                {
                    ended = true;
                    return End(end, cancellationToken.IsCancellationRequested);
                }

                await sink.RowsAsync(Batch((RowsMessage)frame.Message, frame.Payload));
            }

            throw new InvalidDataException("A worker's frames ended without an end.");
        }
        catch (WorkerGoneException gone)
        {
            ended = true;
            return stopping() ? throw new OperationCanceledException("The server stops.", gone) : new ExecutionFailed(WorkerErrors.Lost(lease.Task));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody gave it up: the server stops, and the next one may take it up where it stands.
            ended = true;
            throw;
        }
        finally
        {
            if (!ended)
            {
                await InterruptAsync();
            }
        }
    }

    private async Task<bool> TakenAsync(Func<Task<ChannelReader<Frame>>> ask, CancellationToken cancellationToken)
    {
        try
        {
            _frames = await ask();
            if ((await _frames.ReadAsync(cancellationToken)).Message is StartedMessage)
            {
                return true;
            }

            lease.Client.Connection.Forget(execution.OperationId);
            return false;
        }
        catch (Exception exception) when (exception is WorkerGoneException or ChannelClosedException)
        {
            return stopping() ? throw new OperationCanceledException("The server stops.", exception) : false;
        }
        catch (OperationCanceledException)
        {
            await InterruptAsync();
            throw;
        }
    }

    private async Task InterruptAsync()
    {
        lease.Client.Connection.Forget(execution.OperationId);
        try
        {
            await lease.Client.CancelAsync(execution.OperationId);
        }
        catch (WorkerGoneException)
        {
            // What is gone runs nothing.
            return;
        }
    }

    private static ExecutionEnd Failed(EndedMessage end) =>
        new ExecutionFailed(new RequestError(end.Code!, end.Detail ?? end.Code!) { Retryable = end.Code == "source_unavailable" });

    // A server that died may have cancelled it, and not have kept why: then its result is lost, and it may run again.
    private ExecutionEnd End(EndedMessage end, bool givenUp) => end.Code switch
    {
        null => new ExecutionDone(TimeSpan.FromMicroseconds(end.RunMicroseconds), lease.Resources.ToString() ?? ""),
        EndedMessage.Cancelled when !givenUp => new ExecutionFailed(WorkerErrors.Lost(lease.Task)),
        _ => Failed(end),
    };

    private ResultBatch Batch(RowsMessage rows, ReadOnlyMemory<byte> payload)
    {
        var arrow = execution.Format == ResultFormat.Arrow;
        return new ResultBatch(
            WireForms.ToColumns(rows.Schema),
            arrow ? [] : WireForms.Lines(payload, rows.RowCount),
            arrow ? payload : ReadOnlyMemory<byte>.Empty,
            rows.RowCount,
            rows.Batch.ToString(CultureInfo.InvariantCulture));
    }
}
