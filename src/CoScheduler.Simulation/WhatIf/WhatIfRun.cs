using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Reports;
using CoScheduler.Simulation.Workloads;

namespace CoScheduler.Simulation.WhatIf;

/// <summary>What a recorded past would have been under another quota (pool.md section 10).</summary>
public static class WhatIfRun
{
    /// <summary>Extracts the workload of a past, and plays it under its own quota and under another.</summary>
    /// <param name="past">The past.</param>
    /// <param name="quota">The other quota; a valid one.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The three, to be compared.</returns>
    /// <exception cref="ArgumentException">The quota is not valid.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static WhatIfReport Play(RecordedPast past, QuotaTree quota, CancellationToken cancellationToken)
    {
        var extraction = new Extraction(past);
        return new WhatIfReport
        {
            Recorded = Measure(past, extraction.Workload),
            Again = WorkloadRun.Play(extraction.Workload, extraction.Quotas, extraction.Times, cancellationToken),
            Changed = WorkloadRun.Play(extraction.Workload, [new QuotaChange(past.Start.Milliseconds, quota)], extraction.Times, cancellationToken),
            Whole = past.Known is null,
            Pieces = extraction.Pieces,
            UnknownLengths = extraction.Unknown,
        };
    }

    private static SimulationReport Measure(RecordedPast past, Workload workload)
    {
        var meter = new Meter(past.End.Milliseconds, past.Start.Milliseconds);
        if (past.Known is not null)
        {
            // Agents that were there before the first step count from the beginning.
            var before = workload.Agents.Where(change => change.At == past.Start.Milliseconds).Select(change => change.Command).OfType<RegisterAgent>();
            meter.Observe(past.Start, [.. before.Select(agent => new AgentRegistered(agent.Agent, agent.Total, agent.Attributes))]);
        }

        foreach (var step in past.Steps)
        {
            meter.Observe(step.At, step.Decisions);
        }

        return meter.Report(past.Steps.Length);
    }
}

/// <summary>A past, the same simulated again, and what it would have been.</summary>
public sealed record WhatIfReport
{
    /// <summary>What was recorded.</summary>
    public required SimulationReport Recorded { get; init; }

    /// <summary>The extracted workload under the recorded quota: its distance from what was recorded is the simulation's error.</summary>
    public required SimulationReport Again { get; init; }

    /// <summary>The extracted workload under the other quota.</summary>
    public required SimulationReport Changed { get; init; }

    /// <summary>Whether the journal reaches back to its beginning.</summary>
    public required bool Whole { get; init; }

    /// <summary>How many pieces of work there are.</summary>
    public required int Pieces { get; init; }

    /// <summary>Of how many pieces nobody saw how long they run: those are taken to run as their like, in the middle.</summary>
    public required int UnknownLengths { get; init; }

    /// <summary>The figures side by side, by role.</summary>
    public ImmutableArray<Comparison> Comparisons =>
        [.. Recorded.Roles.Concat(Again.Roles).Concat(Changed.Roles).Select(role => role.Role).Distinct().Order(StringComparer.Ordinal).SelectMany(Compare)];

    private IEnumerable<Comparison> Compare(string role)
    {
        var (recorded, again, changed) = (Find(Recorded, role), Find(Again, role), Find(Changed, role));
        Comparison Of(string figure, Func<RoleReport, double> value) => new(role, figure, Value(recorded, value), Value(again, value), Value(changed, value));
        foreach (var resource in Recorded.Utilisation.Keys)
        {
            yield return Of(resource, report => report.Utilisation.GetValueOrDefault(resource));
        }

        yield return Of("waitP50", report => report.Waits.P50);
        yield return Of("waitP90", report => report.Waits.P90);
        yield return Of("waitMax", report => report.Waits.Max);
        yield return Of("waiting", report => report.Waiting);
        yield return Of("evicted", report => report.Evicted);
        yield return Of("completed", report => report.Completed);
        yield return Of("failed", report => report.Failed);
    }

    private static RoleReport? Find(SimulationReport report, string role) => report.Roles.FirstOrDefault(found => found.Role == role);

    private static double Value(RoleReport? report, Func<RoleReport, double> value) => report is null ? 0 : value(report);
}

/// <summary>One figure of a role: a share of the capacity from 0 to 1, milliseconds, or a count.</summary>
/// <param name="Role">The role.</param>
/// <param name="Figure">A resource, or <c>waitP50</c>, <c>waitP90</c>, <c>waitMax</c>, <c>waiting</c>, <c>evicted</c>, <c>completed</c>, <c>failed</c>.</param>
/// <param name="Recorded">As it was recorded.</param>
/// <param name="Again">As it is simulated again under the recorded quota.</param>
/// <param name="Changed">As it is simulated under the other quota.</param>
public sealed record Comparison(string Role, string Figure, double Recorded, double Again, double Changed)
{
    /// <summary>The simulation's own error.</summary>
    public double Error => Again - Recorded;

    /// <summary>What the other quota changes.</summary>
    public double Difference => Changed - Again;
}
