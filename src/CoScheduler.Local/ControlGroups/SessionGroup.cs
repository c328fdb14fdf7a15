using CoScheduler.Local.Processes;

namespace CoScheduler.Local.ControlGroups;

/// <summary>Where control groups can't be written: a task's processes are those of its session and those that carry its mark.</summary>
/// <param name="owner">The supervisor's mark.</param>
/// <param name="task">The task.</param>
internal sealed class SessionGroup(string owner, string task) : ITaskGroup
{
    /// <inheritdoc />
    public IReadOnlyList<string> JoinFiles => [];

    /// <inheritdoc />
    public long OutOfMemoryKills => 0;

    /// <inheritdoc />
    public int Kill(int leader)
    {
        var marked = ProcessMarker.Find(ProcessMarker.OwnerVariable, owner).Intersect(ProcessMarker.Find(ProcessMarker.TaskVariable, task));
        var session = ProcFile.Processes().Where(pid => ProcessIdentity.SessionOf(pid) == leader);
        return marked.Union(session).ToList().Count(pid => ChildProcess.Signal(pid, NativeMethods.SignalKill));
    }

    /// <inheritdoc />
    public bool TryRemove() => true;
}
