using System.Collections.Immutable;

namespace CoScheduler.Simulation.Traces;

/// <summary>Reads a folder with a trace: a list of nodes and a list of pods, comma-separated.</summary>
public static class TraceFolder
{
    private static readonly string[] NodeColumns = ["sn", "cpu_milli", "memory_mib", "gpu", "model"];

    private static readonly string[] PodColumns =
        ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "qos", "pod_phase", "creation_time", "deletion_time", "scheduled_time"];

    private static readonly string[] Classes = ["LS", "BE", "Burstable", "Guaranteed"];

    /// <summary>Reads a trace.</summary>
    /// <param name="folder">The folder, with one <c>*node_list*.csv</c> and one <c>*pod_list*.csv</c>.</param>
    /// <returns>The trace; or what is wrong with it, at most the first twenty faults.</returns>
    public static (Trace? Trace, ImmutableArray<TraceFault> Faults) Read(string folder)
    {
        var faults = new List<TraceFault>();
        var nodes = Find(folder, "*node_list*.csv", faults) is { } nodeFile ? new TraceTable(nodeFile, faults).Read(NodeColumns, ReadNode) : [];
        var pods = Find(folder, "*pod_list*.csv", faults) is { } podFile ? new TraceTable(podFile, faults).Read(PodColumns, ReadPod) : [];
        return faults.Count > 0
            ? (null, [.. faults])
            : (new Trace([.. nodes], [.. pods.OrderBy(pod => pod.Created).ThenBy(pod => pod.Name, StringComparer.Ordinal)]), []);
    }

    private static string? Find(string folder, string pattern, List<TraceFault> faults)
    {
        if (!Directory.Exists(folder))
        {
            faults.Add(new TraceFault("missing_file", folder, null, $"there is no such folder; name one that holds {pattern}."));
            return null;
        }

        var found = Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal).ToArray();
        if (found.Length != 1)
        {
            faults.Add(new TraceFault("missing_file", folder, null, $"{found.Length} files match {pattern}; put exactly one there."));
        }

        return found.Length == 1 ? found[0] : null;
    }

    private static TraceNode ReadNode(TraceTable row)
    {
        var node = new TraceNode(row.Text("sn"), row.Number("cpu_milli"), row.Number("memory_mib"), row.Number("gpu"), row.Text("model"));
        if (node.MilliCpus == 0 && node.MemoryMib == 0)
        {
            row.Fault("cpu_milli", "and memory_mib are both 0; a node has some of at least one.");
        }

        return node;
    }

    private static TracePod ReadPod(TraceTable row)
    {
        var pod = new TracePod(
            row.Text("name"),
            row.Number("cpu_milli"),
            row.Number("memory_mib"),
            row.Number("num_gpu"),
            row.Number("gpu_milli"),
            [.. row.Text("gpu_spec").Split('|', StringSplitOptions.RemoveEmptyEntries)],
            row.Text("qos"),
            row.Text("pod_phase") == "Failed",
            row.Number("creation_time"),
            row.Number("deletion_time"),
            row.NumberOrNull("scheduled_time"));
        if (!Classes.Contains(pod.Qos))
        {
            row.Fault("qos", $"is `{pod.Qos}`; give one of {string.Join(", ", Classes)}.");
        }

        if (pod.Deleted < pod.Created)
        {
            row.Fault("deletion_time", $"is {pod.Deleted}, before creation_time {pod.Created}.");
        }

        return pod;
    }
}
