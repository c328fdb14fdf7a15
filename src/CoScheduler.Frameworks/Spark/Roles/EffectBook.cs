using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Enters the pool's effects into a role's state.</summary>
internal sealed class EffectBook(LaunchFiles files, ExecutorCounters counters)
{
    /// <summary>Enters an effect.</summary>
    /// <returns>A task whose start failed, so that its log is worth reading; else null.</returns>
    public FailedStart? Enter(RoleState state, FrameworkEffect effect, long now)
    {
        switch (effect)
        {
            case OfferMade made:
                state.Offers[made.Offer.Value] = made;
                break;
            case OfferRescinded rescinded:
                state.Offers.Remove(rescinded.Offer.Value);
                break;
            case AllocationGranted granted:
                state.Grants[granted.Allocation.Value] = granted;
                break;
            case DemandWaits waits:
                EnterReason(state, waits);
                break;
            case TaskStarted started:
                EnterStart(state, started);
                break;
            case ReclaimRequested reclaim:
                EnterReclaim(state, reclaim);
                break;
            case AllocationEnded ended:
                return EnterEnd(state, ended, now);
        }

        return null;
    }

    private static void EnterReason(RoleState state, DemandWaits waits)
    {
        if (waits.Reason is { } reason)
        {
            state.Reasons[waits.Class] = reason;
        }
        else
        {
            state.Reasons.Remove(waits.Class);
        }
    }

    private void EnterStart(RoleState state, TaskStarted started)
    {
        if (state.Executors.TryGetValue(started.Task, out var executor) && !executor.Running)
        {
            executor.Running = true;
            executor.Allocation = started.Allocation;
            counters.Grant();
        }
    }

    private static void EnterReclaim(RoleState state, ReclaimRequested reclaim)
    {
        if (state.Driver?.Task == reclaim.Task)
        {
            state.Driver.Enter(DriverPhase.Leaving);
        }
        else if (state.Executors.TryGetValue(reclaim.Task, out var executor))
        {
            executor.Leaving = true;
        }
    }

    private FailedStart? EnterEnd(RoleState state, AllocationEnded ended, long now)
    {
        state.Grants.Remove(ended.Allocation.Value);
        if (ended.Task is not { } task)
        {
            return null;
        }

        if (state.Driver?.Task == task)
        {
            return EndDriver(state, state.Driver, ended, now);
        }

        return state.Executors.Remove(task, out var executor) ? EndExecutor(state, executor, ended, now) : null;
    }

    private FailedStart? EndDriver(RoleState state, DriverState driver, AllocationEnded ended, long now)
    {
        state.Driver = null;
        driver.Watch.Dispose();
        driver.Serving?.MarkLost();
        files.Archives.Ended(TaskLabels.DriverKind, driver.Task.Value);
        files.RemoveProperties(driver.Task.Value);
        if (driver.Serving is not null || driver.Leaving)
        {
            return null;
        }

        state.DriverBackoff.Fail(now);
        state.LastFailure = Describe(ended);
        return new FailedStart(driver.Task, TaskLabels.DriverKind, state.LastFailure);
    }

    private FailedStart? EndExecutor(RoleState state, ExecutorState executor, AllocationEnded ended, long now)
    {
        counters.End(ended.End);
        files.Archives.Ended(TaskLabels.ExecutorKind, executor.Task.Value);
        if (executor.Registered || executor.Leaving || executor.Driver != state.Driver?.Task || ended.End is AllocationEnd.Lost or AllocationEnd.Released)
        {
            return null;
        }

        state.ExecutorBackoff.Fail(now);
        return new FailedStart(executor.Task, TaskLabels.ExecutorKind, Describe(ended));
    }

    private static string Describe(AllocationEnded ended) => ended switch
    {
        { Detail: { } detail } => detail,
        { ExitCode: { } code } => $"it ended with exit code {code}.",
        _ => $"it ended ({ended.End}).",
    };
}

/// <summary>A task that ended before it was of use.</summary>
internal sealed record FailedStart(TaskId Task, string Kind, string Why);
