using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>Tells a framework what became of its tasks: of those it names, or of all that it has.</summary>
internal static class Reconciliation
{
    public static void Answer(Deciding step, ReconcileTasks c)
    {
        var tasks = c.Tasks.IsDefaultOrEmpty ? TasksOf(step.State, c.Framework) : c.Tasks.Where(task => task.Value is not null).Distinct();
        foreach (var task in tasks.ToList())
        {
            step.Emit(StatusOf(step.State, c.Framework, task));
        }
    }

    private static IEnumerable<TaskId> TasksOf(PoolState state, FrameworkId framework) =>
        state.Lots.Values
            .Where(lot => lot.Key.Framework == framework)
            .SelectMany(lot => lot.Allocations)
            .Where(allocation => allocation.Task is not null)
            .OrderBy(allocation => allocation.Id.Value)
            .Select(allocation => allocation.Task!.Value);

    /// <summary>Another framework's task is none of its business: unknown to it.</summary>
    private static TaskReconciled StatusOf(PoolState state, FrameworkId framework, TaskId task)
    {
        if (state.Tasks.TryGetValue(task.Value, out var allocation))
        {
            return allocation.Framework == framework
                ? new TaskReconciled(framework, task, allocation.Id, allocation.Agent, allocation.State)
                : new TaskReconciled(framework, task, null, null, null);
        }

        AgentId? agent = state.EndedTasks.TryGet(task.Value, out var ended) ? ended : null;
        return new TaskReconciled(framework, task, null, agent, null);
    }
}
