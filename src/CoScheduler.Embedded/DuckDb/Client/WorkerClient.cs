using System.Threading.Channels;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// What the server asks of one worker. Before an execution goes out, the worker is told, in the same breath, of the
/// analysis and of what changed in its topics, so that it reads what stood in them when it was asked.
/// </summary>
internal sealed class WorkerClient(WorkerConnection connection, ITopicTables topics) : IAsyncDisposable
{
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    public WorkerConnection Connection { get; } = connection;

    /// <summary>Has the worker read an analysis' sources ahead of its first execution.</summary>
    public Task PrepareAsync(Analysis analysis, string sql, CancellationToken cancellationToken) => SendAsync(analysis, sql, null, cancellationToken);

    /// <summary>Starts an execution, or finds it again.</summary>
    public async Task<ChannelReader<Frame>> ExecuteAsync(Execution execution, string sql, CancellationToken cancellationToken)
    {
        var reader = Connection.Listen(execution.OperationId);
        var limits = execution.Analysis.Limits;
        var message = new ExecuteMessage(
            execution.OperationId,
            WireForms.IdOf(execution.Analysis),
            [.. execution.Parameters.Select(p => WireForms.Of(p.Key, p.Value))],
            limits.Rows,
            limits.Bytes,
            (long)limits.Time.TotalMilliseconds,
            execution.Format == ResultFormat.Arrow);
        await SendAsync(execution.Analysis, sql, new Frame(message), cancellationToken);
        return reader;
    }

    /// <summary>Takes an execution up that was started before.</summary>
    public async Task<ChannelReader<Frame>> AttachAsync(Guid operation, int fromBatch, CancellationToken cancellationToken)
    {
        var reader = Connection.Listen(operation);
        await Connection.SendAsync([new Frame(new AttachMessage(operation, fromBatch))], cancellationToken);
        return reader;
    }

    /// <summary>Interrupts an execution; its end is still told.</summary>
    public Task CancelAsync(Guid operation) => Connection.SendAsync([new Frame(new CancelMessage(operation))], CancellationToken.None);

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private async Task SendAsync(Analysis analysis, string sql, Frame? last, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            var frames = new List<Frame>();
            AddNews(analysis, sql, frames);
            if (last is { } frame)
            {
                frames.Add(frame);
            }

            // Not cancelled half way: what is noted as sent must have been.
            await Connection.SendAsync(frames, CancellationToken.None);
        }
        finally
        {
            _order.Release();
        }
    }

    private void AddNews(Analysis analysis, string sql, List<Frame> frames)
    {
        if (_prepared.Add(WireForms.IdOf(analysis)))
        {
            frames.Add(new Frame(new PrepareMessage(WireForms.Of(analysis, sql))));
        }

        foreach (var source in analysis.Sources.Values.OfType<TopicTableSource>())
        {
            AddRows(topics.Follow(source), frames);
        }
    }

    private void AddRows(ITopicTable table, List<Frame> frames)
    {
        var wire = WireForms.Of(table.Source);
        var known = _versions.TryGetValue(wire.Id, out var version);
        if (known && table.Version <= version)
        {
            return;
        }

        // A worker that an earlier server fed counts by that server's versions: the first rows replace all it has.
        var changes = table.ReadSince(version);
        _versions[wire.Id] = changes.Version;
        frames.Add(new Frame(new TopicRowsMessage(wire, Reset: !known), WireForms.Rows(changes.Changed)));
    }
}
