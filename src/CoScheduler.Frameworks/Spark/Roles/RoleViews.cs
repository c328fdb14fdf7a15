namespace CoScheduler.Frameworks.Spark;

/// <summary>Writes a role's state for readers.</summary>
internal static class RoleViews
{
    public static SparkRoleView Of(RoleState state)
    {
        var (waiting, running) = state.Queue.Count;
        return new SparkRoleView(
            state.Role,
            Word(state.Driver?.Phase ?? DriverPhase.Absent),
            state.Driver?.Task,
            state.Driver?.Labels.Endpoints,
            [.. state.Executors.Values.OrderBy(executor => executor.Task.Value, StringComparer.Ordinal).Select(Of)],
            state.Driver?.MaxNeeded ?? 0,
            waiting,
            running,
            state.LastFailure);
    }

    private static SparkExecutorView Of(ExecutorState executor) =>
        new(executor.Task, Word(executor.Standing), executor.Registered, executor.Leaving, executor.ActiveTasks, executor.CachedBlocks);

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
