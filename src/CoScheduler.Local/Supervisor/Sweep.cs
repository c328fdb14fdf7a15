using CoScheduler.Local.ControlGroups;
using CoScheduler.Local.Processes;

namespace CoScheduler.Local.Supervisor;

/// <summary>Before a supervisor starts anything: whatever still runs here was left by an earlier one, and is ended.</summary>
/// <param name="folder">The agent's folder.</param>
/// <param name="groups">The tasks' groups.</param>
/// <param name="store">What is on disk.</param>
/// <param name="log">For people.</param>
internal sealed class Sweep(AgentFolder folder, TaskGroups groups, TaskStore store, SupervisorLog log)
{
    private const int NoLeader = 0;

    /// <summary>Ends what was left. Blocks until it is gone.</summary>
    public void Run()
    {
        foreach (var (task, group) in groups.Left())
        {
            EndGroup(task, group);
        }

        foreach (var pid in ProcessMarker.Find(ProcessMarker.OwnerVariable, folder.Owner).Union(store.ReadUnended().Where(process => process.IsAlive).Select(process => process.Pid)).ToList())
        {
            log.Write($"Process {pid} was left by an earlier supervisor and is killed.");
            _ = ChildProcess.Signal(pid, NativeMethods.SignalKill);
        }

        store.RemoveUnended();
    }

    private void EndGroup(string task, ITaskGroup group)
    {
        if (!GroupEnd.KillAll(group, NoLeader) || !group.TryRemove())
        {
            log.Write($"The control group of {task} was left by an earlier supervisor and can't be removed yet.");
        }
    }
}
