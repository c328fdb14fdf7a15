using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Dispatch;

/// <summary>Carries one order out on a substrate. What can't be started is reported as a task that failed to start.</summary>
internal sealed class OrderExecution(ISecretStore secrets, Func<TaskObserved, ValueTask> report, ILogger logger)
{
    public async Task RunAsync(ISubstrate substrate, SubstrateEffect order, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(substrate, order, cancellationToken);
        }
        catch (Exception exception) when (exception is not (AgentUnreachableException or OperationCanceledException))
        {
            Log.OrderFailed(logger, order.GetType().Name, order.Task, order.Agent, exception);
            if (order is StartTask)
            {
                await ReportFailedStartAsync(order, exception.Message);
            }
        }
    }

    private Task CallAsync(ISubstrate substrate, SubstrateEffect order, CancellationToken cancellationToken) => order switch
    {
        StartTask start => LaunchAsync(substrate, start, cancellationToken),
        SignalTask => substrate.SignalAsync(order.Agent, order.Task, cancellationToken),
        KillTask => substrate.KillAsync(order.Agent, order.Task, cancellationToken),
        ForgetTask => substrate.ForgetAsync(order.Agent, order.Task, cancellationToken),
        _ => throw new InvalidOperationException($"No substrate can {order.GetType().Name}."),
    };

    private async Task LaunchAsync(ISubstrate substrate, StartTask start, CancellationToken cancellationToken)
    {
        TaskSpec spec;
        try
        {
            spec = TaskSpecJson.Read(start.Payload);
        }
        catch (JsonException exception)
        {
            await ReportFailedStartAsync(start, $"Its payload is not a task's spec: {exception.Message}");
            return;
        }

        var values = spec.Secrets.ToImmutableSortedDictionary(pair => pair.Key, pair => secrets.GetOrCreate(pair.Value), StringComparer.Ordinal);
        await substrate.LaunchAsync(start.Agent, new LaunchOrder(start.Task, start.Resources, spec, values), cancellationToken);
    }

    private ValueTask ReportFailedStartAsync(SubstrateEffect order, string detail) =>
        report(new TaskObserved(order.Agent, order.Task, new TaskReport(TaskCondition.FailedToStart, null, detail)));
}
