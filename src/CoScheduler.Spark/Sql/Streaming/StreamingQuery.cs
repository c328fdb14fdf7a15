using CoScheduler.Spark.Protocol;
using AwaitCommand = CoScheduler.Spark.Protocol.StreamingQueryCommand.Types.AwaitTerminationCommand;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>A streaming query that was started. It ends with its session, with <see cref="Stop"/>, or by failing.</summary>
public sealed class StreamingQuery
{
    // Longer, and the server ends the stream of answers in between (spark.connect.execute.reattachable.senderMaxStreamDuration).
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);
    private readonly SparkSession _session;
    private readonly StreamingQueryInstanceId _id;

    internal StreamingQuery(SparkSession session, StreamingQueryInstanceId id, string? name)
    {
        _session = session;
        _id = id;
        Name = string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>Its name; null if it was given none.</summary>
    public string? Name { get; }

    /// <summary>Its id, which its checkpoint keeps over restarts.</summary>
    public string Id => _id.Id;

    /// <summary>The id of this run.</summary>
    public string RunId => _id.RunId;

    /// <summary>Whether it runs.</summary>
    /// <returns>Whether it does.</returns>
    public bool IsActive() => Call(new() { Status = true }).Status.IsActive;

    /// <summary>What it does now.</summary>
    /// <returns>What.</returns>
    public StreamingQueryStatus Status()
    {
        var status = Call(new() { Status = true }).Status;
        return new StreamingQueryStatus(status.StatusMessage, status.IsDataAvailable, status.IsTriggerActive);
    }

    /// <summary>How its last batches went, at most <c>spark.sql.streaming.numRecentProgressUpdates</c> of them (100).</summary>
    /// <returns>The batches' progress, the oldest first.</returns>
    public IReadOnlyList<StreamingQueryProgress> RecentProgress() =>
        [.. Call(new() { RecentProgress = true }).RecentProgress.RecentProgressJson.Select(json => new StreamingQueryProgress(json))];

    /// <summary>How its last batch went.</summary>
    /// <returns>The progress; null before the first.</returns>
    public StreamingQueryProgress? LastProgress() =>
        Call(new() { LastProgress = true }).RecentProgress.RecentProgressJson is [var json, ..] ? new StreamingQueryProgress(json) : null;

    /// <summary>What it failed with.</summary>
    /// <returns>The failure; null if it runs or was stopped.</returns>
    public StreamingQueryException? Exception()
    {
        var result = Call(new() { Exception = true });
        return result.Exception is { HasExceptionMessage: true } failure
            ? new StreamingQueryException(failure.ExceptionMessage, failure.HasErrorClass ? failure.ErrorClass : null, failure.HasStackTrace ? failure.StackTrace : null)
            : null;
    }

    /// <summary>Waits until it has ended.</summary>
    /// <exception cref="SparkException">It failed.</exception>
    public void AwaitTermination() => Blocking.Run(() => AwaitTerminationAsync());

    /// <summary>Waits until it has ended.</summary>
    /// <param name="timeoutMs">How long at most, in milliseconds.</param>
    /// <returns>Whether it has.</returns>
    /// <exception cref="SparkException">It failed.</exception>
    public bool AwaitTermination(long timeoutMs) => Blocking.Run(() => WaitAsync(timeoutMs, CancellationToken.None));

    /// <summary>Waits until it has ended.</summary>
    /// <param name="cancellationToken">Stops waiting; the query goes on.</param>
    /// <returns>When it has.</returns>
    /// <exception cref="SparkException">It failed.</exception>
    public async Task AwaitTerminationAsync(CancellationToken cancellationToken = default)
    {
        while (!await WaitAsync((long)s_longestWait.TotalMilliseconds, cancellationToken))
        {
        }
    }

    /// <summary>Waits until all rows that were there when it was called have been written. For tests: with rows that keep coming it may never return.</summary>
    public void ProcessAllAvailable() => Call(new() { ProcessAllAvailable = true });

    /// <summary>Stops it, and waits until it has ended.</summary>
    public void Stop() => Call(new() { Stop = true });

    /// <summary>Stops it, and waits until it has ended.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it has ended.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default) => CallAsync(new() { Stop = true }, cancellationToken);

    /// <summary>Writes how the last batch was run to the console.</summary>
    /// <param name="extended">Whether with the plans before the physical one.</param>
    public void Explain(bool extended = false) => Console.WriteLine(ExplainString(extended));

    /// <summary>How the last batch was run.</summary>
    /// <param name="extended">Whether with the plans before the physical one.</param>
    /// <returns>The text, several lines.</returns>
    public string ExplainString(bool extended = false) => Call(new() { Explain = new() { Extended = extended } }).Explain.Result;

    private async Task<bool> WaitAsync(long timeoutMs, CancellationToken cancellationToken)
    {
        var result = await CallAsync(new() { AwaitTermination = new AwaitCommand { TimeoutMs = timeoutMs } }, cancellationToken);
        return result.AwaitTermination.Terminated;
    }

    private StreamingQueryCommandResult Call(StreamingQueryCommand command) => Blocking.Run(() => CallAsync(command, CancellationToken.None));

    private async Task<StreamingQueryCommandResult> CallAsync(StreamingQueryCommand command, CancellationToken cancellationToken)
    {
        command.QueryId = _id;
        var response = await _session.CommandAsync(new Command { StreamingQueryCommand = command }, cancellationToken);
        return response.StreamingQueryCommandResult;
    }
}
