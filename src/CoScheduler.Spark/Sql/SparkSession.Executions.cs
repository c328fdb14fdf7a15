using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <content>Running, interrupting and ending.</content>
public sealed partial class SparkSession
{
    /// <summary>Runs a query and waits until the server has begun it, that is, until its columns are known.</summary>
    /// <param name="query">The query.</param>
    /// <param name="options">Its id and tags.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The execution, to be read and disposed.</returns>
    /// <exception cref="SparkException">
    /// The query is wrong; or, <see cref="SparkErrorClasses.OperationAlreadyExists"/>, an operation of that id was seen already: see <see cref="ReattachAsync"/>.
    /// </exception>
    public Task<SparkExecution> ExecuteAsync(DataFrame query, ExecuteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        return ExecuteAsync(new Plan { Root = query.Relation }, options, cancellationToken);
    }

    /// <summary>
    /// Takes up an execution that was begun with the same session id and user, by this process or one before it, unless nobody was attached to it for more
    /// than 5 minutes (<c>spark.connect.execute.manager.detachedTimeout</c>). Whoever is attached to it now is cut off.
    /// </summary>
    /// <param name="operationId">The execution's id.</param>
    /// <param name="lastResponseId">
    /// The <see cref="ArrowBatch.ResponseId"/> of the last batch that was kept: it continues with the next. Null to begin at the first. The server keeps sent
    /// responses until they are released, but of those not more than <c>spark.connect.execute.reattachable.observerRetryBufferSize</c> (10 MiB).
    /// </param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The execution, to be read and disposed.</returns>
    /// <exception cref="SparkException">
    /// <see cref="SparkErrorClasses.OperationNotFound"/>, <see cref="SparkErrorClasses.SessionNotFound"/>, <see cref="SparkErrorClasses.SessionClosed"/>,
    /// <see cref="SparkErrorClasses.OperationAbandoned"/>: it is gone. <see cref="SparkErrorClasses.CursorPositionNotAvailable"/>: it runs, but the next batch
    /// is no longer kept.
    /// </exception>
    public Task<SparkExecution> ReattachAsync(
        Guid operationId, string? lastResponseId, IProgress<ExecutionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var execution = new SparkExecution(_client, operationId, null, new ExecuteOptions { Progress = progress }, lastResponseId);
        return OpenedAsync(execution, cancellationToken);
    }

    /// <summary>Interrupts everything that the session runs, streaming queries included.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The ids of what was interrupted; it ends soon after.</returns>
    public Task<IReadOnlyList<string>> InterruptAllAsync(CancellationToken cancellationToken = default) =>
        Interrupts.AllAsync(_client, cancellationToken);

    /// <summary>Interrupts the session's executions with a tag, streaming queries included.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The ids of what was interrupted; it ends soon after.</returns>
    public Task<IReadOnlyList<string>> InterruptTagAsync(string tag, CancellationToken cancellationToken = default) =>
        Interrupts.TagAsync(_client, tag, cancellationToken);

    /// <summary>Interrupts one execution; whoever reads it gets an error of class <see cref="SparkErrorClasses.OperationCanceled"/>.</summary>
    /// <param name="operationId">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its id, or nothing if it had ended or was never there.</returns>
    public Task<IReadOnlyList<string>> InterruptOperationAsync(Guid operationId, CancellationToken cancellationToken = default) =>
        Interrupts.OperationAsync(_client, operationId, cancellationToken);

    /// <summary>Ends the session on the server: views, settings and all that it runs. Its id cannot be used again.</summary>
    public void Stop() => Blocking.Run(() => StopAsync());

    /// <summary>Ends the session on the server: views, settings and all that it runs. Its id cannot be used again.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it has ended.</returns>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            using (_client)
            {
                await _client.SettledAsync();
                await _client.ReleaseSessionAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="DisposeAsync" />
    public void Dispose() => Blocking.Run(() => DisposeAsync().AsTask());

    /// <summary>Closes the connection and, unless <see cref="SparkConnectOptions.ReleaseOnDispose"/> is false, ends the session on the server if it was used.</summary>
    /// <returns>When it is done.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!Options.ReleaseOnDispose || !_client.HasAnswered)
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                await _client.SettledAsync();
                _client.Dispose();
            }

            return;
        }

        using var limit = new CancellationTokenSource(Options.CleanupTimeout, Options.TimeProvider);
        try
        {
            await StopAsync(limit.Token);
        }
        catch (Exception error) when (error is SparkException or OperationCanceledException)
        {
            Log.SessionReleaseFailed(Options.Logger, SessionId, error);
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The relation that a SQL command gave.</returns>
    internal async Task<Relation?> RunAsync(Command command, CancellationToken cancellationToken)
    {
        await using var execution = await ExecuteAsync(new Plan { Command = command }, new ExecuteOptions(), cancellationToken);
        while (await execution.ReadBatchAsync(cancellationToken) is not null)
        {
        }

        return execution.SqlResult;
    }

    private static async Task<SparkExecution> OpenedAsync(SparkExecution execution, CancellationToken cancellationToken)
    {
        try
        {
            await execution.OpenAsync(cancellationToken);
            return execution;
        }
        catch
        {
            await execution.DisposeAsync();
            throw;
        }
    }

    private async Task<SparkExecution> ExecuteAsync(Plan plan, ExecuteOptions options, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        options = WithSession(options);
        var operationId = options.OperationId ?? Guid.NewGuid();
        var sent = await _compression.ApplyAsync(plan, cancellationToken);
        var request = new ExecutePlanRequest { Plan = sent, OperationId = operationId.ToString() };
        request.Tags.Add(options.Tags);
        request.RequestOptions.Add(new ExecutePlanRequest.Types.RequestOption { ResultChunkingOptions = new() { AllowArrowBatchChunking = true } });
        if (options.Reattachable)
        {
            request.RequestOptions.Add(new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } });
        }

        return await OpenedAsync(new SparkExecution(_client, operationId, request, options, null), cancellationToken);
    }
}
