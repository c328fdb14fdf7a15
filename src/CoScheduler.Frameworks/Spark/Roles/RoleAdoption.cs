using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Finds what an earlier server left running: everything is in the labels of the tasks.</summary>
internal sealed class RoleAdoption(FrameworkId framework, Func<RoleName, RoleState> roleOf, IDriverWatcher watcher, Action<DriverNews, RoleState> news)
{
    /// <summary>Enters what the snapshot holds for us.</summary>
    /// <returns>Tasks that are of no use any more: executors whose driver has ended.</returns>
    public List<TaskId> Adopt(PoolSnapshot snapshot, long now)
    {
        foreach (var demand in snapshot.Demands.Where(demand => demand.Framework == framework))
        {
            var state = roleOf(demand.Terms.Role);
            state.Stated[demand.Class] = demand.Target;
            if (demand.Reason is { } reason)
            {
                state.Reasons[demand.Class] = reason;
            }
        }

        var ours = snapshot.Allocations.Values.Where(allocation => allocation.Framework == framework).ToList();
        var drivers = ours.Where(allocation => AdoptGrant(allocation, now) is null && AdoptDriver(allocation, now)).Select(allocation => allocation.Id).ToHashSet();
        return [.. ours.Where(allocation => !drivers.Contains(allocation.Id)).Select(allocation => AdoptExecutor(allocation, now)).OfType<TaskId>()];
    }

    private AllocationGranted? AdoptGrant(AllocationView allocation, long now)
    {
        if (allocation.State != AllocationState.Granted)
        {
            return null;
        }

        var granted = new AllocationGranted(
            framework, allocation.Id, allocation.Class, allocation.Role, allocation.Agent, allocation.Resources, allocation.Deadline ?? new PoolTime(now));
        roleOf(allocation.Role).Grants[allocation.Id.Value] = granted;
        return granted;
    }

    private bool AdoptDriver(AllocationView allocation, long now)
    {
        if (Labels(allocation) is not { Kind: TaskLabels.DriverKind } labels)
        {
            return false;
        }

        var state = roleOf(allocation.Role);
        state.Driver = new DriverState(labels, allocation.Id, now, watcher.Watch(labels, said => news(said, state)))
        {
            // What it runs from before must not wait.
            IsWarm = true,
        };
        if (IsLeaving(allocation))
        {
            state.Driver.Enter(DriverPhase.Leaving);
        }

        state.LastRequest = now;
        return true;
    }

    private TaskId? AdoptExecutor(AllocationView allocation, long now)
    {
        if (Labels(allocation) is not { Kind: TaskLabels.ExecutorKind, ExecutorId: { } id } labels || allocation.Task is not { } task)
        {
            return null;
        }

        var state = roleOf(allocation.Role);
        state.Executors[task] = new ExecutorState(task, state.StandingOf(allocation.Class), labels.Driver, id, now)
        {
            Allocation = allocation.Id,
            Running = allocation.State == AllocationState.Running,
            Leaving = IsLeaving(allocation) || state.Driver?.Task != labels.Driver,
        };
        return state.Driver?.Task != labels.Driver && !IsLeaving(allocation) ? task : null;
    }

    private static TaskLabels? Labels(AllocationView allocation) =>
        TaskSpecJson.TryRead(allocation.Payload) is { } spec ? TaskLabels.Read(spec) : null;

    private static bool IsLeaving(AllocationView allocation) =>
        allocation.State is AllocationState.Reclaiming or AllocationState.Killing or AllocationState.Stuck;
}
