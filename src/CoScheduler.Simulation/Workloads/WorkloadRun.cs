using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Reports;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Simulation.Workloads;

/// <summary>Plays a workload under a quota.</summary>
public static class WorkloadRun
{
    /// <summary>Plays a workload to its end.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="quota">The quota; a valid one.</param>
    /// <param name="times">How long tasks take to start and to leave.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The quota is not valid.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static SimulationReport Play(Workload workload, QuotaTree quota, WorkTimes times, CancellationToken cancellationToken) =>
        Play(workload, [new QuotaChange(workload.Start, quota)], times, cancellationToken);

    /// <summary>Plays a workload to its end under quotas that follow each other.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="quotas">The quotas, by time; the first is in force from the beginning.</param>
    /// <param name="times">How long tasks take to start and to leave.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The first quota is not valid, or there is none.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static SimulationReport Play(Workload workload, ImmutableArray<QuotaChange> quotas, WorkTimes times, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(quotas.Length);
        var world = new World();
        world.RunUntil(workload.Start, cancellationToken);
        var meter = new Meter(workload.End, workload.Start);
        world.Stepped += step => meter.Observe(step.At, step.Decisions);
        if (world.Send(new SetQuota(quotas[0].Quota)).Refusal is { } fault)
        {
            throw new ArgumentException(fault.Message, nameof(quotas));
        }

        foreach (var change in quotas.Skip(1))
        {
            world.At(change.At, () => world.Send(new SetQuota(change.Quota)));
        }

        foreach (var change in workload.Agents)
        {
            world.At(change.At, () => Carry(world, change.Command));
        }

        var behaviours = new Dictionary<TaskId, TaskBehaviour>();
        world.Substrate.Behaviour = start => behaviours.GetValueOrDefault(start.Task) ?? new TaskBehaviour();
        var frameworks = Frameworks(world, workload, times, behaviours);
        world.RunUntil(workload.End, cancellationToken);
        return meter.Report(world.Steps) with
        {
            Refused = [.. frameworks.SelectMany(framework => framework.Refused)],
            Never = [.. frameworks.SelectMany(framework => framework.Never)],
        };
    }

    private static List<WorkFramework> Frameworks(World world, Workload workload, WorkTimes times, Dictionary<TaskId, TaskBehaviour> behaviours)
    {
        var frameworks = new List<WorkFramework>();
        foreach (var work in workload.Classes.GroupBy(work => work.Framework).OrderBy(group => group.Key.Value, StringComparer.Ordinal))
        {
            ImmutableArray<RoleName> everywhere = [RoleName.Root];
            world.Send(new RegisterFramework(work.Key, work.Key.Value, everywhere, Defaults.FrameworkFailover));
            frameworks.Add(new WorkFramework(world, work.Key, work, times, behaviours));
        }

        return frameworks;
    }

    private static void Carry(World world, Command command)
    {
        if (command is AgentLost lost)
        {
            world.Substrate.Lose(lost.Agent);
        }

        world.Send(command);
    }
}
