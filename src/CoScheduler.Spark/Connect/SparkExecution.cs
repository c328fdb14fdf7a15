using System.Runtime.CompilerServices;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Connect;

/// <summary>
/// An execution on the server, read batch by batch. Asking for a batch says that the one before it is kept: only then may the server drop it. A cancelled
/// read interrupts the execution; disposing it ends it on the server, unless <see cref="Detach"/> was called. Not for several threads at once.
/// </summary>
public sealed class SparkExecution : IAsyncDisposable
{
    private readonly SessionClient _client;
    private readonly ResponseStream _responses;
    private readonly ResponseRelease _release;
    private readonly BatchAssembler _assembler = new();
    private readonly IProgress<ExecutionProgress>? _progress;
    private readonly bool _reattachable;
    private ExecutePlanResponse? _first;
    private string? _consumed;
    private volatile bool _detached;
    private bool _outOfReach;
    private bool _disposed;

    internal SparkExecution(SessionClient client, Guid operationId, ExecutePlanRequest? request, ExecuteOptions options, string? lastResponseId)
    {
        _client = client;
        OperationId = operationId;
        _reattachable = options.Reattachable;
        _progress = options.Progress;
        _responses = new ResponseStream(client, operationId, request, options.Reattachable, lastResponseId);
        _release = new ResponseRelease(client, operationId);
    }

    /// <summary>The id that it runs under.</summary>
    public Guid OperationId { get; }

    /// <summary>
    /// The result's columns, known from the beginning for a query. Null for a command, and for an execution that was attached again later than its first
    /// response: <see cref="Results.ArrowTypes.ToSpark(Apache.Arrow.Schema)"/> has them from a batch.
    /// </summary>
    public StructType? Schema { get; private set; }

    /// <summary>The last response that was received; null before the first.</summary>
    public string? LastResponseId => _responses.LastResponseId;

    /// <summary>Whether the server said that the result is whole.</summary>
    public bool IsComplete => _responses.IsComplete;

    /// <summary>What a SQL command gave, to be read as a relation.</summary>
    internal Relation? SqlResult { get; private set; }

    /// <summary>Reads the next batch.</summary>
    /// <param name="cancellationToken">Interrupts the execution on the server.</param>
    /// <returns>The batch, or null after the last.</returns>
    /// <exception cref="SparkException">The execution failed; its class says how.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled here, and interrupted on the server.</exception>
    public async Task<ArrowBatch?> ReadBatchAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ReleaseConsumed();
        while (await NextAsync(cancellationToken) is { } response)
        {
            if (response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ArrowBatch
                && _assembler.Add(response.ResponseId, response.ArrowBatch) is { } batch)
            {
                _consumed = batch.ResponseId;
                return batch;
            }
        }

        return null;
    }

    /// <summary>Reads all batches that are left, as <see cref="ReadBatchAsync"/> does.</summary>
    /// <param name="cancellationToken">Interrupts the execution on the server.</param>
    /// <returns>The batches.</returns>
    public async IAsyncEnumerable<ArrowBatch> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadBatchAsync(cancellationToken) is { } batch)
        {
            yield return batch;
        }
    }

    /// <summary>
    /// Lets it go on without a reader: from now on neither a cancelled read nor disposing ends it, so that
    /// <see cref="Sql.SparkSession.ReattachAsync"/> can take it up within the server's <c>spark.connect.execute.manager.detachedTimeout</c> (5 minutes).
    /// </summary>
    public void Detach() => _detached = true;

    /// <summary>Ends it on the server and drops what the server keeps of it; after <see cref="Detach"/>, only stops reading.</summary>
    /// <returns>When the server was told.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _responses.Dispose();
        if (_detached || _outOfReach || !_reattachable)
        {
            await _release.IdleAsync();
        }
        else if (IsComplete)
        {
            // Nothing runs any more: what the server keeps of it can go while the caller goes on, who need not even wait for the call to be made.
            _client.Settle(Task.Run(_release.AllAsync));
        }
        else
        {
            await _release.AllAsync();
        }
    }

    /// <summary>Reads the next response, whatever it carries; asking for it says that the one before it is done with.</summary>
    /// <returns>The response, or null after the last.</returns>
    internal async Task<ExecutePlanResponse?> ReadResponseAsync(CancellationToken cancellationToken)
    {
        ReleaseConsumed();
        var response = await NextAsync(cancellationToken);
        _consumed = response is { ResponseTypeCase: not ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete } ? response.ResponseId : null;
        return response;
    }

    /// <summary>Waits for the first response that says anything about the result.</summary>
    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        ExecutePlanResponse? response;
        do
        {
            response = await NextAsync(cancellationToken);
        }
        while (response is { ResponseTypeCase: ExecutePlanResponse.ResponseTypeOneofCase.ExecutionProgress });

        _first = response;
    }

    private async Task<ExecutePlanResponse?> NextAsync(CancellationToken cancellationToken)
    {
        if (_first is { } first)
        {
            _first = null;
            return first;
        }

        try
        {
            var response = await _responses.NextAsync(cancellationToken);
            Note(response);
            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_detached)
        {
            await InterruptAsync();
            throw;
        }
        catch (SparkException error) when (IsOutOfReach(error))
        {
            _outOfReach = true;
            throw;
        }
    }

    // What is not there need not be released, and what somebody else has begun or taken over must not be.
    private static bool IsOutOfReach(SparkException error) =>
        error is SparkConnectException
        || error.ErrorClass is SparkErrorClasses.OperationAlreadyExists or SparkErrorClasses.CursorDisconnected or SparkErrorClasses.OperationNotFound
            or SparkErrorClasses.OperationAbandoned or SparkErrorClasses.SessionNotFound or SparkErrorClasses.SessionClosed
            or SparkErrorClasses.SessionChanged;

    private void Note(ExecutePlanResponse? response)
    {
        if (response?.Schema is { } schema && TypeConversion.ToSpark(schema) is StructType columns)
        {
            Schema = columns;
        }

        switch (response?.ResponseTypeCase)
        {
            case ExecutePlanResponse.ResponseTypeOneofCase.SqlCommandResult:
                SqlResult = response.SqlCommandResult.Relation;
                break;
            case ExecutePlanResponse.ResponseTypeOneofCase.ExecutionProgress:
                _progress?.Report(ProgressOf(response.ExecutionProgress));
                break;
        }
    }

    private void ReleaseConsumed()
    {
        if (_consumed is { } consumed && _reattachable)
        {
            _release.Until(consumed);
        }

        _consumed = null;
    }

    private async Task InterruptAsync()
    {
        using var limit = new CancellationTokenSource(_client.Options.CleanupTimeout, _client.Options.TimeProvider);
        try
        {
            await Interrupts.OperationAsync(_client, OperationId, limit.Token);
        }
        catch (Exception error) when (error is SparkException or OperationCanceledException or ObjectDisposedException)
        {
            Log.InterruptFailed(_client.Options.Logger, OperationId, error);
        }
    }

    private static ExecutionProgress ProgressOf(ExecutePlanResponse.Types.ExecutionProgress progress) => new(
        [.. progress.Stages.Select(stage => new StageProgress(stage.StageId, stage.NumTasks, stage.NumCompletedTasks, stage.InputBytesRead, stage.Done))],
        progress.NumInflightTasks);
}
