using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Starts drivers and executors in what the pool gave.</summary>
internal sealed class TaskLauncher(SparkFrameworkOptions options, LaunchFiles files, ISecretStore secrets, PoolVoice voice, IDriverWatcher watcher, TaskNames names)
{
    private readonly TaskBuilder _builder = new(files);

    public bool IsRecording(TaskId task) => files.Archives.IsRecording(task.Value);

    public async ValueTask LaunchDriverAsync(RoleState state, AllocationGranted grant, Action<DriverNews> news, long now, CancellationToken cancellationToken)
    {
        var task = names.Next(TaskLabels.DriverKind, state.Role, out _);
        var labels = new TaskLabels(TaskLabels.DriverKind, state.Role, task, task.Value, FreePorts.Choose(options.Address), null);
        secrets.GetOrCreate(TaskBuilder.AuthenticationSecret(state.Role.Value));
        secrets.GetOrCreate(TaskBuilder.ConnectSecret(state.Role.Value));
        var spec = _builder.Driver(labels, options.RecordArchives);
        var launch = new LaunchTask(options.Id, grant.Allocation, task, TaskSpecJson.Write(spec));
        if (await voice.SayAsync(launch, cancellationToken).ConfigureAwait(false) is null)
        {
            state.Driver = new DriverState(labels, grant.Allocation, now, watcher.Watch(labels, news));
        }
    }

    public async ValueTask LaunchExecutorAsync(RoleState state, DriverState driver, AllocationGranted grant, long now, CancellationToken cancellationToken)
    {
        var standing = state.StandingOf(grant.Class);
        var (executor, payload) = Executor(state, driver, standing, now);
        executor.Allocation = grant.Allocation;
        var launch = new LaunchTask(options.Id, grant.Allocation, executor.Task, payload);
        if (await voice.SayAsync(launch, cancellationToken).ConfigureAwait(false) is null)
        {
            state.Executors[executor.Task] = executor;
        }
    }

    public async ValueTask AcceptAsync(RoleState state, DriverState driver, OfferId offer, int count, long now, CancellationToken cancellationToken)
    {
        var executors = Enumerable.Range(0, count).Select(_ => Executor(state, driver, ExecutorStanding.Growth, now)).ToList();
        var tasks = executors.Select(one => new TaskLaunch(one.State.Task, files.Settings.ExecutorShape, one.Payload));
        if (await voice.SayAsync(new AcceptOffer(options.Id, offer, [.. tasks]), cancellationToken).ConfigureAwait(false) is null)
        {
            executors.ForEach(one => state.Executors[one.State.Task] = one.State);
        }
    }

    private (ExecutorState State, string Payload) Executor(RoleState state, DriverState driver, ExecutorStanding standing, long now)
    {
        var task = names.Next(TaskLabels.ExecutorKind, state.Role, out var number);
        var labels = driver.Labels with { Kind = TaskLabels.ExecutorKind, ExecutorId = number };

        // Only executors of the gang record: they are the last to be asked back, and recording takes seconds at the end.
        var spec = _builder.Executor(labels, task.Value, options.RecordArchives && standing == ExecutorStanding.Minimum);
        return (new ExecutorState(task, standing, driver.Task, number, now), TaskSpecJson.Write(spec));
    }
}
