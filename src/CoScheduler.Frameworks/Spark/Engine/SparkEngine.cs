using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Spark;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Runs analyses as SQL on the drivers of <see cref="SparkFramework"/>, over Spark Connect.</summary>
public sealed class SparkEngine : IAnalysisEngine, IAsyncDisposable
{
    /// <summary>Its name in analyses.</summary>
    public const string EngineName = "spark";

    /// <summary>A wait for a free place that is shorter than this is told to nobody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly SparkFramework _framework;
    private readonly SessionBooks _sessions;
    private readonly ITopicTables _topics;
    private readonly TimeProvider _time;

    /// <summary>Creates the engine.</summary>
    /// <param name="framework">Where drivers come from.</param>
    /// <param name="topics">The topics that analyses read as tables.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public SparkEngine(SparkFramework framework, ITopicTables topics, TimeProvider time, ILogger<SparkEngine> logger)
    {
        _framework = framework;
        _topics = topics;
        _time = time;
        _sessions = new SessionBooks(framework.Settings, topics, time, logger);
    }

    /// <inheritdoc />
    public string Name => EngineName;

    /// <inheritdoc />
    public RequestError? Judge(Analysis analysis) => EngineJudgement.Of(analysis);

    /// <inheritdoc />
    public void Prepare(IReadOnlyCollection<Analysis> analyses)
    {
        foreach (var source in analyses.SelectMany(analysis => analysis.Sources.Values).OfType<TopicTableSource>())
        {
            _topics.Follow(source);
        }
    }

    /// <inheritdoc />
    public async Task<ExecutionEnd> RunAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken)
    {
        if (Judge(execution.Analysis) is { } fault)
        {
            return new ExecutionFailed(fault);
        }

        var resume = execution.Resume is null ? null : ResumeToken.Read(execution.Resume.Token);
        if (execution.Resume is not null && resume is null)
        {
            return new ExecutionFailed(SparkFailures.DriverLost(default));
        }

        while (true)
        {
            // A driver that dies between the grant of a place and the query has not begun anything: the next one will do.
            if (await TryAsync(execution, resume, sink, cancellationToken).ConfigureAwait(false) is { } end)
            {
                return end;
            }
        }
    }

    /// <summary>
    /// The server stops. What runs on drivers that outlive it is let go of, not interrupted: the next server takes it up. What is
    /// running here throws <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <returns>When all connections are closed.</returns>
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    /// <summary>Waits for a place and runs there.</summary>
    /// <returns>How it ended; null if the driver was lost before anything began.</returns>
    private async Task<ExecutionEnd?> TryAsync(Execution execution, ResumeToken? resume, IExecutionSink sink, CancellationToken cancellationToken)
    {
        var ticket = _framework.QueueOf(new RoleName(execution.Role)).Enter(resume?.DriverTask);
        try
        {
            var answer = await WaitAsync(ticket, sink, cancellationToken).ConfigureAwait(false);
            if (answer.Lease is not { } lease)
            {
                return new ExecutionFailed(answer.Error ?? SparkFailures.DriverFailed("the wait for it was given up."));
            }

            var run = new SparkRun(_sessions, lease.Driver, execution, sink);
            var end = await RunAsync(run, lease.Driver, execution, resume, cancellationToken).ConfigureAwait(false);
            return !run.Told && lease.Driver.Lost.IsCancellationRequested ? null : end;
        }
        finally
        {
            ticket.Leave();
        }
    }

    private async Task<TicketAnswer> WaitAsync(RoleTicket ticket, IExecutionSink sink, CancellationToken cancellationToken)
    {
        WaitReason? told = null;
        while (!ticket.Answer.IsCompleted)
        {
            var changed = ticket.ReasonChanged;
            if (ticket.Reason is { } reason && reason != told && !await IsShortAsync(ticket, reason, cancellationToken).ConfigureAwait(false))
            {
                told = reason;
                await sink.QueuedAsync(reason).ConfigureAwait(false);
            }

            await Task.WhenAny(ticket.Answer, changed).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await ticket.Answer.ConfigureAwait(false);
    }

    /// <summary>Waits a little for a place: most come at once, and an event for each would cost more than the wait.</summary>
    private async Task<bool> IsShortAsync(RoleTicket ticket, WaitReason reason, CancellationToken cancellationToken)
    {
        if (reason.Code != "engine_busy")
        {
            return false;
        }

        await Task.WhenAny(ticket.Answer, Task.Delay(Patience, _time, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return ticket.Answer.IsCompleted;
    }

    private async Task<ExecutionEnd> RunAsync(
        SparkRun run, ServingDriver driver, Execution execution, ResumeToken? resume, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource([cancellationToken, driver.Lost, time.Token, _sessions.Leaving]);
        var begin = _time.GetTimestamp();
        try
        {
            run.QueryBegins = () => time.CancelAfter(execution.Analysis.Limits.Time);
            var error = resume is null
                ? await run.BeginAsync(limit.Token).ConfigureAwait(false)
                : await run.ContinueAsync(resume, limit.Token).ConfigureAwait(false);
            return error is null ? new ExecutionDone(_time.GetElapsedTime(begin), Resources(execution.Role)) : new ExecutionFailed(error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_sessions.Leaving.IsCancellationRequested)
        {
            return new ExecutionFailed(driver.Lost.IsCancellationRequested ? SparkFailures.DriverLost(driver.Task) : SparkFailures.TimeLimit(execution.Analysis));
        }
        catch (SparkException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new ExecutionFailed(await SparkFailures.OfAsync(error, driver).ConfigureAwait(false));
        }
    }

    /// <summary>What the role's executors have together.</summary>
    private string Resources(string role)
    {
        var executors = _framework.Views.GetValueOrDefault(role)?.Executors.Count(executor => executor is { Registered: true, Leaving: false }) ?? 0;
        var shape = _framework.Settings.ExecutorShape;
        return ResourceVector.Of(shape["cpus"] * executors, shape["mem"] * executors).ToString() ?? "";
    }
}
