using Microsoft.Extensions.Logging;

namespace CoScheduler.Analyses;

/// <summary>Has engines run requests, again where that is allowed, to the one end of each.</summary>
internal sealed class RequestRunner(
    RequestsOptions options, IReadOnlyDictionary<string, IAnalysisEngine> engines, Action<LoopWork> post, ILogger logger)
{
    /// <summary>Whether an error means that what ran it died, rather than that it can't be run.</summary>
    public static bool IsLoss(RequestError error) => error.Code is "driver_lost" or "worker_lost";

    public void Start(LiveRequest live) => _ = Task.Run(() => RunAsync(live));

    private async Task RunAsync(LiveRequest live)
    {
        try
        {
            for (var tries = 1; await RunOnceAsync(live, tries); tries++)
            {
                logger.RunsAgain(live.Record.Key.Source, live.Record.Key.Id, live.Record.Attempt);
            }
        }
        catch (OperationCanceledException) when (live.Interrupt.IsCancellationRequested)
        {
            logger.RunInterrupted(live.Record.Key.Source, live.Record.Key.Id);
        }
        catch (OperationCanceledException)
        {
            // The loop has ended: the next start takes the request up again.
            logger.RunAbandoned(live.Record.Key.Source, live.Record.Key.Id);
        }
#pragma warning disable CA1031 // Whatever goes wrong, the request must end and its turn must come back.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.EngineBroke(live.Record.Engine, live.Record.Key.Source, live.Record.Key.Id, e);
            post(new StepWork(live, new FailInput(new("internal", $"The engine {live.Record.Engine} failed unexpectedly ({e.GetType().Name}); the server's log has more."))));
        }
        finally
        {
            post(new ReturnWork(live));
        }
    }

    /// <summary>One attempt; true if there is to be another.</summary>
    private async Task<bool> RunOnceAsync(LiveRequest live, int tries)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(live.Interrupt.Token);
        var sink = new ExecutionSink(live, options, input => StepAsync(live, input), interrupt);
        var end = await RunOnceAsync(live, sink, interrupt.Token);
        switch (end)
        {
            case ExecutionDone done:
                if (!sink.Started)
                {
                    await sink.RunningAsync(live.Record.Engine, null);
                }

                await StepAsync(live, sink.Complete(done));
                return false;
            case ExecutionFailed { Error: var error } when IsLoss(error) && MayRunAgain(live, sink, tries):
                await StepAsync(live, new RetryInput(error));
                return !live.Record.Ended;
            case ExecutionFailed { Error: var error }:
                await StepAsync(live, new FailInput(error));
                return false;
            default:
                throw new InvalidOperationException($"No such end: {end}.");
        }
    }

    private async Task<ExecutionEnd> RunOnceAsync(LiveRequest live, ExecutionSink sink, CancellationToken cancellationToken)
    {
        try
        {
            var end = await engines[live.Record.Engine].RunAsync(Execution(live), sink, cancellationToken);
            return sink.Fault is { } fault ? new ExecutionFailed(fault) : end;
        }
        catch (OperationCanceledException) when (sink.Fault is not null)
        {
            return new ExecutionFailed(sink.Fault);
        }
    }

    private bool MayRunAgain(LiveRequest live, ExecutionSink sink, int tries) =>
        tries < options.MaxAttempts
        && live.Record.Attempt < options.MaxAttempts
        && (!sink.Started || live.Analysis!.Retry is RetryMode.Idempotent);

    private static Execution Execution(LiveRequest live)
    {
        var record = live.Record;
        var resumes = record.State is RequestState.Running;
        var attempt = resumes ? record.Attempt : record.Attempt + 1;
        return new()
        {
            Key = record.Key,
            Attempt = attempt,
            OperationId = OperationId.Of(record.Key, attempt),
            Analysis = live.Analysis!,
            Parameters = live.Values,
            Role = record.Role,
            Format = record.Route.Format,
            Resume = resumes && record.ResumeToken is { } token ? new(token, record.LastBatch) : null,
        };
    }

    private Task StepAsync(LiveRequest live, RequestInput input)
    {
        var work = new StepWork(live, input);
        post(work);
        return work.Kept;
    }
}
