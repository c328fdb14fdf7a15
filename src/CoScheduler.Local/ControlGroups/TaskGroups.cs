using System.Collections.Immutable;
using CoScheduler.Local.Processes;

namespace CoScheduler.Local.ControlGroups;

/// <summary>Makes the tasks' groups: control groups where they can be written, else sessions.</summary>
internal sealed class TaskGroups
{
    private readonly ImmutableArray<GroupRoot> _roots;
    private readonly string _owner;

    private TaskGroups(ImmutableArray<GroupRoot> roots, string owner, ImmutableArray<string> notices)
    {
        _roots = roots;
        _owner = owner;
        Notices = notices;
    }

    /// <summary>What can't be enforced here, one sentence each.</summary>
    public ImmutableArray<string> Notices { get; }

    /// <summary>The folders of our groups.</summary>
    public IEnumerable<string> Folders => _roots.Select(root => root.Folder);

    /// <summary>Finds out what this machine offers.</summary>
    /// <param name="owner">The supervisor's mark, which names our groups.</param>
    /// <returns>The groups.</returns>
    public static TaskGroups Discover(string owner) =>
        Create(owner, ProcFile.ReadOrNull("/proc/self/mountinfo") ?? "", ProcFile.ReadOrNull("/proc/self/cgroup") ?? "");

    /// <summary>As <see cref="Discover"/>, from given texts.</summary>
    /// <param name="owner">The supervisor's mark.</param>
    /// <param name="mountInfo">The text of <c>mountinfo</c>.</param>
    /// <param name="ownGroups">The text of <c>cgroup</c>.</param>
    /// <returns>The groups.</returns>
    public static TaskGroups Create(string owner, string mountInfo, string ownGroups)
    {
        var refusals = new List<string>();
        ImmutableArray<GroupRoot> roots =
        [
            .. HierarchyParser.Parse(mountInfo, ownGroups)
                .Select(hierarchy => GroupRoot.Create(hierarchy, $"coscheduler-{owner}", refusals))
                .OfType<GroupRoot>(),
        ];
        var missing = ControllerNames.Limiting.Except(roots.SelectMany(root => root.Controllers)).ToList();
        return new TaskGroups(roots, owner, Explain(missing, refusals));
    }

    /// <summary>Makes a task's group.</summary>
    /// <param name="task">The task.</param>
    /// <param name="limits">What it may use.</param>
    /// <returns>The group.</returns>
    public ITaskGroup Create(string task, TaskLimits limits) =>
        _roots.IsEmpty ? new SessionGroup(_owner, task) : ControlGroup.Create(_roots, task, limits);

    /// <summary>The groups of tasks that an earlier supervisor left.</summary>
    /// <returns>The tasks' names with their groups.</returns>
    public IEnumerable<(string Task, ITaskGroup Group)> Left() =>
        _roots.Where(root => Directory.Exists(root.Folder))
            .SelectMany(root => Directory.EnumerateDirectories(root.Folder, ControlGroup.FolderPrefix + "*"))
            .Select(folder => Path.GetFileName(folder)[ControlGroup.FolderPrefix.Length..])
            .Distinct()
            .ToList()
            .Select(task => (task, (ITaskGroup)ControlGroup.Open(_roots, task)));

    /// <summary>Removes our own groups, once the tasks' are gone.</summary>
    public void Remove()
    {
        foreach (var folder in Folders)
        {
            _ = GroupFolder.TryRemove(folder);
        }
    }

    private static ImmutableArray<string> Explain(List<string> missing, List<string> refusals) =>
        missing.Count == 0
            ? []
            : [$"Limits of {string.Join(", ", missing)} are not enforced on tasks: {(refusals.Count == 0 ? "no writable control group offers them" : string.Join("; ", refusals))}."];
}
