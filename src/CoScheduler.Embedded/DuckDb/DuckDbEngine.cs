using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Runs analyses in DuckDB, in worker processes that are tasks of the pool.</summary>
/// <param name="framework">Where workers come from.</param>
/// <param name="topics">Where topics' tables come from.</param>
/// <param name="time">The clock.</param>
public sealed class DuckDbEngine(DuckDbFramework framework, ITopicTables topics, TimeProvider time) : IAnalysisEngine
{
    /// <summary>The engine's name.</summary>
    public const string EngineName = "duckdb";

    // A wait that is over before anybody could read of it is not told.
    private static readonly TimeSpan _tellAfter = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc />
    public string Name => EngineName;

    /// <inheritdoc />
    public RequestError? Judge(Analysis analysis) => EngineJudgement.Of(analysis);

    /// <inheritdoc />
    public void Prepare(IReadOnlyCollection<Analysis> analyses)
    {
        ImmutableArray<Analysis> runnable = [.. analyses.Where(a => Judge(a) is null)];
        foreach (var source in runnable.SelectMany(a => a.Sources.Values).OfType<TopicTableSource>())
        {
            topics.Follow(source);
        }

        framework.Fleet.Tell(new CatalogueTold(runnable));
    }

    /// <inheritdoc />
    public async Task<ExecutionEnd> RunAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken)
    {
        if (Judge(execution.Analysis) is { } error)
        {
            return new ExecutionFailed(error);
        }

        await framework.Started.WaitAsync(cancellationToken);
        try
        {
            return execution.Resume is { } resume
                ? await ResumeAsync(execution, resume, sink, cancellationToken)
                : await StartAsync(execution, sink, cancellationToken);
        }
        catch (LeaseRefusedException refused)
        {
            return new ExecutionFailed(refused.Error);
        }
    }

    private async Task<ExecutionEnd> StartAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken)
    {
        foreach (var source in execution.Analysis.Sources.Values.OfType<TopicTableSource>())
        {
            await topics.Follow(source).ReadyAsync(cancellationToken);
        }

        while (true)
        {
            using var lease = await LeaseAsync(execution.Role, sink, cancellationToken);
            var run = new WorkerRun(execution, lease, sink, () => framework.Fleet.Stopping);
            if (await run.TryStartAsync(cancellationToken))
            {
                return await run.FinishAsync(cancellationToken);
            }

            // It drains, or went before it took the execution: another one takes it.
            lease.MarkLeaving();
        }
    }

    private async Task<ExecutionEnd> ResumeAsync(Execution execution, ExecutionResume resume, IExecutionSink sink, CancellationToken cancellationToken)
    {
        var request = new LeaseRequest(new RoleName(execution.Role), new TaskId(resume.Token));
        using var lease = await framework.Fleet.LeaseAsync(request, cancellationToken);
        var run = new WorkerRun(execution, lease, sink, () => framework.Fleet.Stopping);
        var from = resume.LastBatch is { } last ? int.Parse(last, CultureInfo.InvariantCulture) + 1 : 0;
        return await run.TryAttachAsync(from, cancellationToken)
            ? await run.FinishAsync(cancellationToken)
            : new ExecutionFailed(WorkerErrors.Lost(lease.Task));
    }

    private async Task<WorkerLease> LeaseAsync(string role, IExecutionSink sink, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = new SemaphoreSlim(0);
        var request = new LeaseRequest(new RoleName(role), null) { ReasonChanged = () => changed.Release() };
        var lease = framework.Fleet.LeaseAsync(request, giveUp.Token);
        try
        {
            await TellWaitAsync(request, lease, changed, sink, giveUp.Token);
        }
        catch
        {
            // The slot that it may still get is given back.
            await giveUp.CancelAsync();
            throw;
        }

        return await lease;
    }

    private async Task TellWaitAsync(
        LeaseRequest request, Task<WorkerLease> lease, SemaphoreSlim changed, IExecutionSink sink, CancellationToken cancellationToken)
    {
        if (!lease.IsCompleted)
        {
            await Task.WhenAny(lease, Task.Delay(_tellAfter, time, cancellationToken));
        }

        WaitReason? told = null;
        while (!lease.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            if (request.Reason is { } reason && reason != told)
            {
                told = reason;
                await sink.QueuedAsync(reason);
            }

            await Task.WhenAny(lease, changed.WaitAsync(cancellationToken));
        }
    }
}
