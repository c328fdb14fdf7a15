using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Local.ControlGroups;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Protocol;

namespace CoScheduler.Local.Supervisor;

/// <summary>
/// Turns an order into a process. The kernel ends it when the thread that started it ends, so that thread must wait for it.
/// </summary>
internal sealed class TaskLauncher
{
    /// <summary>
    /// The supervisor may die before the parent-death signal is set, then nobody would send it: hence the look at the parent.
    /// The shell replaces itself by the task, so nothing but the task's own process remains.
    /// </summary>
    private const string Script =
        """
        [ "$PPID" = "$1" ] || exit 125
        cd -- "$2" || exit 125
        joins=$3
        shift 3
        while [ "$joins" -gt 0 ]; do echo 0 > "$1" || exit 125; shift; joins=$((joins - 1)); done
        exec "$@"
        """;

    private const string Shell = "/bin/sh";

    private readonly AgentFolder _folder;
    private readonly string _owner;
    private readonly string? _parentDeath;

    /// <summary>Looks for what it needs.</summary>
    /// <param name="folder">The agent's folder.</param>
    public TaskLauncher(AgentFolder folder)
    {
        _folder = folder;
        _owner = folder.Owner;
        _parentDeath = ParentDeathProbe.Find();
    }

    /// <summary>What can't be guaranteed here, one sentence each.</summary>
    public ImmutableArray<string> Notices => _parentDeath is null
        ? ["setpriv of util-linux was not found: if the supervisor dies, its tasks are ended by its guardian only."]
        : [];

    /// <summary>Starts a task's process.</summary>
    /// <param name="order">The task.</param>
    /// <param name="group">The group that it joins.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="SpawnException">It could not be started.</exception>
    public int Launch(TaskOrder order, ITaskGroup group)
    {
        var environment = EnvironmentOf(order);
        var directory = order.WorkingDirectory ?? MakeWork(order.Task);
        if (!Directory.Exists(directory))
        {
            throw new SpawnException($"The working directory {directory} does not exist.");
        }

        var program = ProgramPath.Find(order.Command[0], environment["PATH"], directory)
            ?? throw new SpawnException($"The program {order.Command[0]} was not found, or may not be run; its PATH is {environment["PATH"]}.");
        return ProcessSpawner.Spawn(new SpawnOrder
        {
            Command = [.. Launcher(directory, group), program, .. order.Command.Skip(1)],
            Environment = environment,
            OutputFile = _folder.Output(order.Task),
            ErrorFile = _folder.Error(order.Task),
        });
    }

    private IEnumerable<string> Launcher(string directory, ITaskGroup group)
    {
        string[] parentDeath = _parentDeath is null ? [] : [_parentDeath, "--pdeathsig", "KILL", "--"];
        return
        [
            .. parentDeath, Shell, "-c", Script, "sh", Number(Environment.ProcessId), directory,
            Number(group.JoinFiles.Count), .. group.JoinFiles,
        ];
    }

    private SortedDictionary<string, string> EnvironmentOf(TaskOrder order)
    {
        var environment = MinimalEnvironment.Create();
        foreach (var (name, value) in order.Environment.Concat(order.Secrets))
        {
            environment[name] = value;
        }

        environment[ProcessMarker.OwnerVariable] = _owner;
        environment[ProcessMarker.TaskVariable] = order.Task;
        return environment;
    }

    private string MakeWork(string task)
    {
        var work = _folder.Work(task);
        AgentFolder.CreatePrivate(work);
        return work;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
