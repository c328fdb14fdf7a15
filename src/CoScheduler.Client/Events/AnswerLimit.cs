namespace CoScheduler.Client;

/// <summary>How long a request's end is waited for, so that a lost server is noticed.</summary>
internal sealed class AnswerLimit : IDisposable
{
    private readonly CancellationTokenSource? _limit;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _callers;

    /// <summary>Begins.</summary>
    /// <param name="options">The deadline and timeout.</param>
    /// <param name="wait">How long after those.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public AnswerLimit(RequestOptions options, TimeSpan wait, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _callers = cancellationToken;
        _limit = Left(options, timeProvider) is { } left ? new CancellationTokenSource(left + wait, timeProvider) : null;
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _limit?.Token ?? CancellationToken.None);
    }

    /// <summary>Ends the wait: the caller's will, or the limit.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Tells the limit from the caller's will.</summary>
    /// <param name="step">A step of waiting.</param>
    /// <returns>What the step gave.</returns>
    /// <exception cref="TimeoutException">The limit has passed.</exception>
    public async ValueTask<bool> GuardAsync(ValueTask<bool> step)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_limit is { IsCancellationRequested: true } && !_callers.IsCancellationRequested)
        {
            throw new TimeoutException("The request's deadline or timeout has passed, and the server has not said how it ended; ask again with the same id.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _either.Dispose();
        _limit?.Dispose();
    }

    private static TimeSpan? Left(RequestOptions options, TimeProvider timeProvider)
    {
        var untilDeadline = options.Deadline is { } deadline ? Positive(deadline - timeProvider.GetUtcNow()) : (TimeSpan?)null;
        return options.Timeout is { } timeout && (untilDeadline is null || timeout < untilDeadline) ? Positive(timeout) : untilDeadline;
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
