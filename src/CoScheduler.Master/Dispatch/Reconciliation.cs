using CoScheduler.Pool;

namespace CoScheduler.Master.Dispatch;

/// <summary>
/// What follows when an agent is here and tells what it knows: the table of recovery.md section 2. First what it saw is
/// reported to the pool, then what the pool still wants is ordered again.
/// </summary>
internal static class Reconciliation
{
    /// <summary>
    /// What the agent saw of tasks that have not ended. A task that is absent, but was ordered before, is lost; unless it is
    /// being launched, for then the order may never have arrived.
    /// </summary>
    public static IEnumerable<TaskReported> Reports(AgentUp up, PoolSnapshot snapshot)
    {
        var seen = up.Tasks.ToDictionary(observed => observed.Task, observed => observed.Report);
        foreach (var (allocation, task) in TasksOn(up.Agent, snapshot))
        {
            if (seen.TryGetValue(task, out var report))
            {
                yield return new TaskReported(task, report);
            }
            else if (allocation.State != AllocationState.Launching)
            {
                yield return new TaskReported(task, new TaskReport(TaskCondition.Unknown, null, $"The agent {up.Agent} came back without it."));
            }
        }
    }

    /// <summary>What is ordered once the reports are committed.</summary>
    public static IEnumerable<SubstrateEffect> Orders(AgentUp up, PoolSnapshot snapshot)
    {
        var seen = up.Tasks.ToDictionary(observed => observed.Task, observed => observed.Report);
        HashSet<TaskId> known = [];
        foreach (var (allocation, task) in TasksOn(up.Agent, snapshot))
        {
            known.Add(task);
            if (Order(allocation, task, seen.GetValueOrDefault(task)) is { } order)
            {
                yield return order;
            }
        }

        foreach (var observed in up.Tasks.Where(observed => !known.Contains(observed.Task)))
        {
            if (ForUnknown(observed) is { } order)
            {
                yield return order;
            }
        }
    }

    /// <summary>A task that the journal doesn't hold any more: what runs is killed, what ended is forgotten.</summary>
    public static SubstrateEffect? ForUnknown(TaskObserved observed) => observed.Report.Condition switch
    {
        TaskCondition.Running => new KillTask(observed.Agent, observed.Task),
        TaskCondition.Exited or TaskCondition.FailedToStart => new ForgetTask(observed.Agent, observed.Task),
        _ => null,
    };

    private static SubstrateEffect? Order(AllocationView allocation, TaskId task, TaskReport? report) => (allocation.State, report?.Condition) switch
    {
        (AllocationState.Launching, null) =>
            new StartTask(allocation.Agent, task, allocation.Id, allocation.Resources, allocation.Payload ?? ""),
        (AllocationState.Reclaiming, TaskCondition.Running) =>
            new SignalTask(allocation.Agent, task, allocation.Deadline ?? allocation.Since),
        (AllocationState.Killing or AllocationState.Stuck, TaskCondition.Running) =>
            new KillTask(allocation.Agent, task),
        _ => null,
    };

    private static IEnumerable<(AllocationView Allocation, TaskId Task)> TasksOn(AgentId agent, PoolSnapshot snapshot)
    {
        foreach (var allocation in snapshot.Allocations.Values)
        {
            if (allocation.Agent == agent && allocation.Task is { } task)
            {
                yield return (allocation, task);
            }
        }
    }
}
