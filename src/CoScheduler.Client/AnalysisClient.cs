using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudNative.CloudEvents;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Client;

/// <summary>
/// Asks a CoScheduler for analyses, over Kafka (<see cref="CoSchedulerClient"/>) or HTTP (<see cref="HttpCoSchedulerClient"/>).
/// Each event is given once, however often it was sent. May be used by many at once.
/// </summary>
public abstract class AnalysisClient : IAsyncDisposable
{
    /// <summary>How long after its deadline or timeout a request's end is waited for.</summary>
    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AbandonWait = TimeSpan.FromSeconds(5);

    private readonly string _source;

    private protected AnalysisClient(string source, TimeProvider timeProvider, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        _source = source;
        TimeProvider = timeProvider;
        Logger = logger;
    }

    private protected TimeProvider TimeProvider { get; }

    private protected ILogger Logger { get; }

    /// <summary>Asks, and gives the request's events to the one that ends it.</summary>
    /// <param name="analysis">The analysis' name.</param>
    /// <param name="parameters">Its parameters: any object, in camel case; a dictionary; or JSON.</param>
    /// <param name="options">What else is said; null means defaults.</param>
    /// <param name="cancellationToken">Stops reading, which cancels the request unless the options say otherwise.</param>
    /// <returns>
    /// The events, each once. When the attempt of one is higher than before, all rows so far are void. Sent when it is read.
    /// </returns>
    /// <exception cref="AnalysisException">Nobody could be asked.</exception>
    /// <exception cref="TimeoutException">The deadline or timeout has long passed, and the server has not said how it ended.</exception>
    public IAsyncEnumerable<AnalysisEvent> RequestAsync(
        string analysis, object? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(analysis);
        var chosen = options ?? RequestOptions.Default;
        var identity = IdentityOf(chosen.Source, chosen.Id);
        return FollowAsync(identity, RequestWriter.Request(identity, analysis, RowJson.Parameters(parameters), chosen, ReplyTopic(chosen)), chosen, cancellationToken);
    }

    /// <summary>Asks, and gives the rows when the request has ended.</summary>
    /// <typeparam name="T">A row: its properties are the columns, in any case.</typeparam>
    /// <param name="analysis">The analysis' name.</param>
    /// <param name="parameters">As for <see cref="RequestAsync"/>.</param>
    /// <param name="options">What else is said; null means defaults.</param>
    /// <param name="cancellationToken">Stops waiting, which cancels the request unless the options say otherwise.</param>
    /// <returns>The rows, or why there are none.</returns>
    /// <exception cref="AnalysisException">Nobody could be asked.</exception>
    /// <exception cref="TimeoutException">As for <see cref="RequestAsync"/>.</exception>
    public async Task<AnalysisResult<T>> QueryAsync<T>(
        string analysis, object? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        var collector = new RowCollector();
        AnalysisEvent? end = null;
        await foreach (var received in RequestAsync(analysis, parameters, options, cancellationToken).ConfigureAwait(false))
        {
            collector.Add(received);
            end = received;
        }

        return end is { EndsRequest: true }
            ? new AnalysisResult<T>(end.RequestId, collector.Error is null ? [.. collector.Rows.Select(row => row.Deserialize<T>(RowJson.Options)!)] : [], collector.Error, end)
            : throw AnalysisException.Unreachable("The request's events broke off before its end; ask again with the same id.");
    }

    /// <summary>Cancels a request. How it ended is told by its own events.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="source">Its source; null means the client's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it was said.</returns>
    /// <exception cref="AnalysisException">Nobody could be told.</exception>
    public Task CancelAsync(string id, string? source = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return CancelAsync(IdentityOf(source, id), cancellationToken);
    }

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    private protected RequestIdentity IdentityOf(string? source, string? id) => new(source ?? _source, id ?? Guid.NewGuid().ToString("N"));

    /// <summary>Where replies to a request are asked to go; null if they come back another way.</summary>
    private protected abstract string? ReplyTopic(RequestOptions options);

    /// <summary>Sends a request and gives what comes back for it, repetitions included.</summary>
    private protected abstract IAsyncEnumerable<AnalysisEvent> ExchangeAsync(RequestIdentity identity, CloudEvent request, CancellationToken cancellationToken);

    private protected abstract Task CancelAsync(RequestIdentity identity, CancellationToken cancellationToken);

    private async IAsyncEnumerable<AnalysisEvent> FollowAsync(
        RequestIdentity identity, CloudEvent request, RequestOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new ReplyFilter();
        var isOver = false;
        using var limit = new AnswerLimit(options, EndWait, TimeProvider, cancellationToken);
        try
        {
            var events = ExchangeAsync(identity, request, limit.Token).GetAsyncEnumerator(limit.Token);
            await using var disposed = events.ConfigureAwait(false);
            while (!isOver && await limit.GuardAsync(events.MoveNextAsync()).ConfigureAwait(false))
            {
                if (filter.Accept(events.Current))
                {
                    isOver = events.Current.EndsRequest;
                    yield return events.Current;
                }
            }
        }
        finally
        {
            if (!isOver && options.CancelWhenAbandoned)
            {
                await AbandonAsync(identity).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Nobody waits for the answer any more, so a failure to say so is only told.</summary>
    private async Task AbandonAsync(RequestIdentity identity)
    {
        using var limit = new CancellationTokenSource(AbandonWait, TimeProvider);
        try
        {
            await CancelAsync(identity, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AnalysisException or OperationCanceledException or ObjectDisposedException)
        {
            Log.CancelFailed(Logger, identity.Id, failure);
        }
    }
}
