using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Says what a worker task runs, and knows it again from that after a restart.</summary>
internal sealed class WorkerLauncher(DuckDbOptions options)
{
    public const string Kind = "worker";

    private const string SocketLabel = "socket";
    private const string SlotsLabel = "slots";
    private const string RoleLabel = "role";
    private const string FirstLabel = "first";
    private const long LeastMemoryBytes = 64 << 20;

    // What is not DuckDB's is the runtime's: its heap, its code, the buffers of results.
    private const int MemoryDivisor = 2;

    public Worker NewWorker(TaskId task, RoleName role, bool first, AgentId agent, ResourceVector resources, int slotsPerCpu)
    {
        var socket = Path.Combine(options.SocketFolder, task.Value + ".sock");
        return new Worker(task, role, first, agent, resources, socket, Slots(resources, slotsPerCpu));
    }

    public int Slots(ResourceVector resources, int slotsPerCpu) => (int)Math.Clamp(resources["cpus"] * slotsPerCpu / 1000, 1, 1000);

    public string Payload(Worker worker) => TaskSpecJson.Write(new TaskSpec
    {
        Kind = Kind,
        Name = $"duckdb {worker.Role}",
        Command = [.. options.SelfCommand, WorkerProgram.Verb, .. Settings(worker).ToArguments()],
        Environment = ImmutableSortedDictionary<string, string>.Empty
            .Add("DOTNET_gcConcurrent", "0")
            .Add("DOTNET_TieredPGO", "0"),
        Labels = ImmutableSortedDictionary<string, string>.Empty
            .Add(SocketLabel, worker.Socket)
            .Add(SlotsLabel, worker.Slots.ToString(CultureInfo.InvariantCulture))
            .Add(RoleLabel, worker.Role.Value)
            .Add(FirstLabel, worker.First ? "true" : "false"),
    });

    /// <summary>The worker of an allocation from before a restart; null if it is none.</summary>
    public Worker? Adopt(AllocationView allocation)
    {
        if (allocation.Task is not { } task || TaskSpecJson.TryRead(allocation.Payload) is not { } spec
            || !spec.Labels.TryGetValue(SocketLabel, out var socket)
            || !int.TryParse(spec.Labels.GetValueOrDefault(SlotsLabel), CultureInfo.InvariantCulture, out var slots))
        {
            return null;
        }

        return new Worker(task, allocation.Role, spec.Labels.GetValueOrDefault(FirstLabel) == "true", allocation.Agent, allocation.Resources, socket, slots)
        {
            State = allocation.State is AllocationState.Launching or AllocationState.Running ? WorkerState.Starting : WorkerState.Leaving,
            Adopted = true,
        };
    }

    private static WorkerSettings Settings(Worker worker) => new(
        worker.Socket,
        (int)Math.Max(1, (worker.Resources["cpus"] + 999) / 1000),
        Math.Max(LeastMemoryBytes, worker.Resources["mem"] / MemoryDivisor));
}
