using System.Collections.Concurrent;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>One connection of a server to the worker.</summary>
internal sealed class WorkerSession(FrameStream frames, WorkerCatalogue catalogue, Operations operations)
{
    private readonly ConcurrentDictionary<Task, byte> _pumps = new();

    /// <summary>Serves until the server goes, or the worker is drained and all that was begun here has been told.</summary>
    public async Task RunAsync(CancellationToken drained)
    {
        using var gone = new CancellationTokenSource();
        try
        {
            await frames.WriteAsync(new Frame(new HelloMessage(HelloMessage.CurrentVersion, Environment.ProcessId)), drained);
            while (await frames.ReadAsync(drained) is { } frame)
            {
                await HandleAsync(frame, gone.Token);
            }
        }
        catch (OperationCanceledException) when (drained.IsCancellationRequested)
        {
            await Task.WhenAll(_pumps.Keys);
        }
        finally
        {
            await gone.CancelAsync();
        }
    }

    private async Task HandleAsync(Frame frame, CancellationToken gone)
    {
        switch (frame.Message)
        {
            case PrepareMessage prepare:
                catalogue.Prepare(prepare.Analysis);
                break;
            case TopicRowsMessage rows:
                catalogue.PutTopicRows(rows.Table, rows.Reset, frame.Payload);
                break;
            case ExecuteMessage execute:
                await AnswerAsync(execute.Operation, operations.Start(execute, catalogue.Settled), 0, RefusedMessage.Draining, gone);
                break;
            case AttachMessage attach:
                await AnswerAsync(attach.Operation, operations.Find(attach.Operation), attach.FromBatch, RefusedMessage.Unknown, gone);
                break;
            case CancelMessage cancel:
                await (operations.Find(cancel.Operation)?.Cancel.CancelAsync() ?? Task.CompletedTask);
                break;
            default:
                throw new InvalidDataException($"A server doesn't send {frame.Message.GetType().Name}.");
        }
    }

    private async Task AnswerAsync(Guid id, Operation? operation, int fromBatch, string refusal, CancellationToken gone)
    {
        if (operation is null)
        {
            await frames.WriteAsync(new Frame(new RefusedMessage(id, refusal)), gone);
            return;
        }

        var pump = PumpAsync(operation, fromBatch, gone);
        _pumps.TryAdd(pump, 0);
        _ = pump.ContinueWith(done => _pumps.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task PumpAsync(Operation operation, int fromBatch, CancellationToken gone)
    {
        try
        {
            await frames.WriteAsync(new Frame(new StartedMessage(operation.Order.Operation)), gone);
            await foreach (var frame in operation.ReadAsync(fromBatch, gone))
            {
                await frames.WriteAsync(frame, gone);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The server is gone. The operation runs on and keeps its result for one that comes back.
            await Console.Error.WriteLineAsync($"The connection ended before operation {operation.Order.Operation} was told whole.");
        }
    }
}
