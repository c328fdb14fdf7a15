using System.Collections.Immutable;
using CoScheduler.Analyses;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Connects to workers, watches the connections, and tells workers of analyses ahead of their first use.</summary>
internal sealed class WorkerLinks(DuckDbOptions options, ITopicTables topics, Action<FleetEvent> tell, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(10);

    // A process that has ended closes its socket; only one on a lost agent may not have.
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(5);

    /// <summary>Begins to connect; an event says how it went.</summary>
    public void Connect(Worker worker) => _ = ConnectAsync(worker);

    /// <summary>Tells a worker of the analyses of its role.</summary>
    public void Prepare(Worker worker, ImmutableArray<Analysis> analyses)
    {
        if (worker.Client is { } client)
        {
            _ = PrepareAsync(worker, client, [.. analyses.Where(a => a.Role == worker.Role.Value)]);
        }
    }

    /// <summary>Closes the connection to a worker that has ended, once all that it said has been read.</summary>
    public void Close(Worker worker)
    {
        worker.Ended.Cancel();
        File.Delete(worker.Socket);
        if (worker.Client is { } client)
        {
            _ = CloseAsync(client);
        }
    }

    private async Task CloseAsync(WorkerClient client)
    {
        await Task.WhenAny(client.Connection.Closed, Task.Delay(_lastWords, time));
        await client.DisposeAsync();
    }

    private async Task ConnectAsync(Worker worker)
    {
        using var limit = new CancellationTokenSource(options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, worker.Ended.Token);
        try
        {
            var connection = await WorkerConnection.ConnectAsync(worker.Socket, _retry, time, either.Token);
            tell(new WorkerConnected(worker.Task, new WorkerClient(connection, topics)));
            await connection.Closed;
            tell(new WorkerCut(worker.Task));
        }
        catch (OperationCanceledException) when (!worker.Ended.IsCancellationRequested)
        {
            tell(new WorkerSilent(worker.Task));
        }
        catch (OperationCanceledException)
        {
            // It ended before it listened, which its allocation's end tells.
            return;
        }
    }

    private async Task PrepareAsync(Worker worker, WorkerClient client, ImmutableArray<Analysis> analyses)
    {
        try
        {
            foreach (var analysis in analyses)
            {
                if (analysis.BodyFor(DuckDbEngine.EngineName) is { } sql)
                {
                    await client.PrepareAsync(analysis, sql, worker.Ended.Token);
                }
            }
        }
        catch (Exception exception) when (exception is WorkerGoneException or OperationCanceledException)
        {
            Log.PrepareCut(logger, worker.Task, exception);
        }
    }
}
