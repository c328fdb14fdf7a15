using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class TaskSteps
{
    public static Refusal? Check(PoolState state, PoolTime now, Command command) => command switch
    {
        LaunchTask c => Refuse.Framework(state, c.Framework) ?? CheckGranted(state, now, c.Framework, c.Allocation) ?? Refuse.NewTask(state, c.Task),
        ReleaseAllocation c => Refuse.Framework(state, c.Framework) ?? CheckGranted(state, now, c.Framework, c.Allocation),
        ReportCost c => Refuse.Framework(state, c.Framework) ?? Refuse.Allocation(state, c.Framework, c.Allocation, out _),
        StopTask c => CheckTask(state, c.Task) ?? CheckOwner(state, c) ?? Refuse.Milliseconds("grace", c.GraceMilliseconds),
        TaskReported c => CheckTask(state, c.Task),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name),
    };

    public static void Carry(Deciding step, Command command)
    {
        switch (command)
        {
            case LaunchTask c:
                step.Decide(new TaskLaunched(c.Allocation, c.Task, c.Payload));
                break;
            case ReleaseAllocation c:
                Endings.Close(step, step.State.Allocations[c.Allocation.Value], AllocationEnd.Released, null, null);
                break;
            case ReportCost c when step.State.Allocations[c.Allocation.Value].Cost != c.Cost:
                step.Decide(new LossCostReported(c.Allocation, c.Cost));
                break;
            case StopTask c when step.State.Tasks.TryGetValue(c.Task.Value, out var allocation):
                var cause = c.By is null ? ReclaimCause.Operator : ReclaimCause.Framework;
                Endings.AskBack(step, allocation, cause, c.GraceMilliseconds ?? Endings.GraceOf(step, allocation));
                break;
        }
    }

    public static void Report(Deciding step, TaskReported c)
    {
        if (!step.State.Tasks.TryGetValue(c.Task.Value, out var allocation))
        {
            ReportEnded(step, c);
            return;
        }

        switch (c.Report.Condition)
        {
            case TaskCondition.Running:
                if (allocation.Started is null)
                {
                    step.Decide(new TaskSeenRunning(allocation.Id));
                }

                break;
            case TaskCondition.Exited:
                var byItself = c.Report.ExitCode == 0 ? AllocationEnd.Finished : AllocationEnd.Failed;
                Endings.Close(step, allocation, Endings.EndOf(allocation, byItself, step.Now), c.Report.ExitCode, c.Report.Detail);
                break;
            case TaskCondition.FailedToStart:
                Endings.Close(step, allocation, Endings.EndOf(allocation, AllocationEnd.Failed, step.Now), null, c.Report.Detail);
                break;
            case TaskCondition.Unknown when allocation.State == AllocationState.Launching:
                // The order to start it was lost on the way.
                step.Emit(new StartTask(allocation.Agent, c.Task, allocation.Id, allocation.Resources, allocation.Payload!));
                break;
            case TaskCondition.Unknown:
                Endings.Close(step, allocation, Endings.EndOf(allocation, AllocationEnd.Lost, step.Now), null, c.Report.Detail);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(c), c.Report.Condition.ToString());
        }
    }

    /// <summary>The end is known here; whoever reports it again has not heard so.</summary>
    private static void ReportEnded(Deciding step, TaskReported c)
    {
        if (!step.State.EndedTasks.TryGet(c.Task.Value, out var agent))
        {
            return;
        }

        if (c.Report.Condition == TaskCondition.Running)
        {
            step.Emit(new KillTask(agent, c.Task));
        }
        else
        {
            step.Emit(new ForgetTask(agent, c.Task));
        }
    }

    private static Refusal? CheckTask(PoolState state, TaskId task) =>
        task.Value is not null && (state.Tasks.ContainsKey(task.Value) || state.EndedTasks.TryGet(task.Value, out _))
            ? null
            : Refuse.Because(RefusalCode.UnknownTask, $"There is no task '{task}'.");

    private static Refusal? CheckOwner(PoolState state, StopTask c) =>
        c.By is { } framework && state.Tasks.TryGetValue(c.Task.Value, out var allocation) && allocation.Framework != framework
            ? Refuse.Because(RefusalCode.NotYourAllocation, $"Task '{c.Task}' belongs to '{allocation.Framework}'.")
            : null;

    private static Refusal? CheckGranted(PoolState state, PoolTime now, FrameworkId framework, AllocationId id)
    {
        if (Refuse.Allocation(state, framework, id, out var allocation) is { } refusal)
        {
            return refusal;
        }

        if (allocation!.State != AllocationState.Granted)
        {
            return Refuse.Because(RefusalCode.WrongState, $"Allocation {id} was launched already.");
        }

        return allocation.Deadline is { } launchBy && launchBy.CompareTo(now) <= 0
            ? Refuse.Because(RefusalCode.UnknownAllocation, $"Allocation {id} was not launched in time and is given back.")
            : null;
    }
}
