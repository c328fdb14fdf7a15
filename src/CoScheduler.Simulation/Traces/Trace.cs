using System.Collections.Immutable;

namespace CoScheduler.Simulation.Traces;

/// <summary>A recorded cluster in the form of Alibaba's cluster-trace-gpu-v2023 (its "openb" files).</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Pods">The pods, in the order of their creation.</param>
public sealed record Trace(ImmutableArray<TraceNode> Nodes, ImmutableArray<TracePod> Pods)
{
    /// <summary>The same pods on fewer nodes, taken evenly, so that every kind stays.</summary>
    /// <param name="nodes">How many; all where it has no more.</param>
    /// <returns>The smaller cluster.</returns>
    public Trace On(int nodes) => nodes >= Nodes.Length
        ? this
        : this with { Nodes = [.. Enumerable.Range(0, nodes).Select(i => Nodes[(int)((long)i * Nodes.Length / nodes)])] };
}

/// <summary>A node.</summary>
/// <param name="Name">Its serial number.</param>
/// <param name="MilliCpus">Thousandths of a cpu.</param>
/// <param name="MemoryMib">Memory in MiB.</param>
/// <param name="Gpus">Whole gpus.</param>
/// <param name="Model">Their model; empty if it has none.</param>
public sealed record TraceNode(string Name, long MilliCpus, long MemoryMib, long Gpus, string Model);

/// <summary>A pod. Times in seconds from the trace's beginning.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MilliCpus">Thousandths of a cpu.</param>
/// <param name="MemoryMib">Memory in MiB.</param>
/// <param name="Gpus">How many gpus it takes.</param>
/// <param name="MilliGpus">How much of each, in thousandths.</param>
/// <param name="Models">The models that it may run on; empty for any.</param>
/// <param name="Qos"><c>LS</c>, <c>BE</c>, <c>Burstable</c> or <c>Guaranteed</c>.</param>
/// <param name="Failed">Whether it failed.</param>
/// <param name="Created">When it was wanted.</param>
/// <param name="Deleted">When it was gone.</param>
/// <param name="Scheduled">When it had a place; null if it never had.</param>
public sealed record TracePod(
    string Name,
    long MilliCpus,
    long MemoryMib,
    long Gpus,
    long MilliGpus,
    ImmutableArray<string> Models,
    string Qos,
    bool Failed,
    long Created,
    long Deleted,
    long? Scheduled);

/// <summary>What is wrong with a trace.</summary>
/// <param name="Code"><c>missing_file</c>, <c>unreadable_file</c>, <c>missing_column</c> or <c>malformed_row</c>.</param>
/// <param name="File">The file or folder.</param>
/// <param name="Line">The line, counted from 1; null if it is the file itself.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record TraceFault(string Code, string File, int? Line, string Message)
{
    /// <inheritdoc />
    public override string ToString() => Line is { } line ? $"{Code}: {File}, line {line}: {Message}" : $"{Code}: {File}: {Message}";
}
