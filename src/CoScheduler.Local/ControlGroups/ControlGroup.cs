using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Local.Processes;

namespace CoScheduler.Local.ControlGroups;

/// <summary>A task's group in every tree that we have one in.</summary>
internal sealed class ControlGroup : ITaskGroup
{
    /// <summary>Keeps tasks' names apart from those of control files.</summary>
    public const string FolderPrefix = "t-";

    private readonly ImmutableArray<GroupRoot> _groups;

    private ControlGroup(ImmutableArray<GroupRoot> groups)
    {
        _groups = groups;
        JoinFiles = [.. groups.Select(group => Path.Join(group.Folder, GroupFile.Processes))];
    }

    /// <inheritdoc />
    public IReadOnlyList<string> JoinFiles { get; }

    /// <inheritdoc />
    public long OutOfMemoryKills => _groups.Where(group => group.Controllers.Contains(ControllerNames.Memory))
        .Sum(group => GroupFile.ReadCounter(group.Folder, group.IsUnified ? "memory.events" : "memory.oom_control", "oom_kill"));

    /// <summary>Opens a task's group that may exist already.</summary>
    /// <param name="roots">Our groups.</param>
    /// <param name="task">The task.</param>
    /// <returns>The group.</returns>
    public static ControlGroup Open(ImmutableArray<GroupRoot> roots, string task) =>
        new([.. roots.Select(root => root with { Folder = Path.Join(root.Folder, FolderPrefix + task) })]);

    /// <summary>Makes a task's group.</summary>
    /// <param name="roots">Our groups.</param>
    /// <param name="task">The task.</param>
    /// <param name="limits">What it may use.</param>
    /// <returns>The group.</returns>
    public static ControlGroup Create(ImmutableArray<GroupRoot> roots, string task, TaskLimits limits)
    {
        var group = Open(roots, task);
        foreach (var part in group._groups)
        {
            Directory.CreateDirectory(part.Folder);
            SetLimits(part, limits);
        }

        return group;
    }

    /// <inheritdoc />
    public int Kill(int leader)
    {
        if (_groups.FirstOrDefault(group => group.IsUnified && File.Exists(Path.Join(group.Folder, GroupFile.Kill))) is { } unified)
        {
            _ = GroupFile.TryWrite(unified.Folder, GroupFile.Kill, "1");
            return GroupFile.ReadProcesses(unified.Folder).Count();
        }

        return _groups.FirstOrDefault(group => group.Controllers.Contains(ControllerNames.Freezer)) is { } freezer
            ? KillFrozen(freezer.Folder)
            : KillEach(_groups[0].Folder);
    }

    /// <inheritdoc />
    public bool TryRemove() => _groups.Count(group => !GroupFolder.TryRemove(group.Folder)) == 0;

    /// <summary>Frozen processes can't start others while they are being listed.</summary>
    private static int KillFrozen(string folder)
    {
        _ = GroupFile.TryWrite(folder, GroupFile.FreezerState, "FROZEN");
        var count = KillEach(folder);
        _ = GroupFile.TryWrite(folder, GroupFile.FreezerState, "THAWED");
        return count;
    }

    private static int KillEach(string folder) => GroupFile.ReadProcesses(folder).Count(pid => ChildProcess.Signal(pid, NativeMethods.SignalKill));

    private static void SetLimits(GroupRoot group, TaskLimits limits)
    {
        foreach (var (controller, file, value) in group.IsUnified ? Unified(limits) : Legacy(limits))
        {
            if (group.Controllers.Contains(controller) && GroupFile.TryWrite(group.Folder, file, value.ToString(CultureInfo.InvariantCulture)) is { } refusal)
            {
                ThrowIfRequired(file, refusal);
            }
        }
    }

    private static IEnumerable<(string Controller, string File, long Value)> Legacy(TaskLimits limits)
    {
        yield return (ControllerNames.Cpu, "cpu.shares", limits.CpuShares);
        yield return (ControllerNames.Pids, "pids.max", limits.Processes);
        if (limits.MemoryBytes > 0)
        {
            yield return (ControllerNames.Memory, "memory.limit_in_bytes", limits.MemoryBytes);
            yield return (ControllerNames.Memory, "memory.memsw.limit_in_bytes", limits.MemoryBytes);
        }
    }

    private static IEnumerable<(string Controller, string File, long Value)> Unified(TaskLimits limits)
    {
        yield return (ControllerNames.Cpu, "cpu.weight", limits.CpuWeight);
        yield return (ControllerNames.Pids, "pids.max", limits.Processes);
        if (limits.MemoryBytes > 0)
        {
            yield return (ControllerNames.Memory, "memory.max", limits.MemoryBytes);
            yield return (ControllerNames.Memory, "memory.swap.max", 0);
            yield return (ControllerNames.Memory, "memory.oom.group", 1);
        }
    }

    /// <summary>Kernels without swap accounting lack its files; a limit that the pool counts on must hold.</summary>
    private static void ThrowIfRequired(string file, string refusal)
    {
        if (file is "memory.limit_in_bytes" or "memory.max")
        {
            throw new SpawnException($"Its memory limit could not be set: {refusal}");
        }
    }
}
