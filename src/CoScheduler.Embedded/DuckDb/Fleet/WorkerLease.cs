using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>A slot of a worker, until it is disposed.</summary>
internal sealed class WorkerLease(Worker worker, Action<FleetEvent> tell) : IDisposable
{
    private int _disposed;

    public WorkerClient Client { get; } = worker.Client ?? throw new InvalidOperationException($"Worker {worker.Task} is not connected.");

    public TaskId Task => worker.Task;

    public AgentId Agent => worker.Agent;

    public ResourceVector Resources => worker.Resources;

    /// <summary>The worker takes no more executions.</summary>
    public void MarkLeaving() => tell(new WorkerRefused(worker.Task));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            tell(new LeaseReturned(worker.Task));
        }
    }
}

/// <summary>An execution that waits for a slot.</summary>
/// <param name="role">Whose slot.</param>
/// <param name="known">The worker that it must be, for an execution that runs there already; null for any.</param>
internal sealed class LeaseRequest(RoleName role, TaskId? known)
{
    private readonly TaskCompletionSource<WorkerLease> _lease = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WaitReason? _reason;

    public RoleName Role { get; } = role;

    public TaskId? Known { get; } = known;

    /// <summary>The slot.</summary>
    /// <exception cref="LeaseRefusedException">There will be none.</exception>
    /// <exception cref="OperationCanceledException">It was given up, or the framework stops.</exception>
    public Task<WorkerLease> Lease => _lease.Task;

    /// <summary>Why it waits; null until that is known.</summary>
    public WaitReason? Reason => _reason;

    /// <summary>Called when the reason changes, from the fleet's loop.</summary>
    public Action? ReasonChanged { get; init; }

    public void Grant(WorkerLease lease) => _lease.SetResult(lease);

    public void Refuse(RequestError error) => _lease.TrySetException(new LeaseRefusedException(error));

    public void GiveUp() => _lease.TrySetCanceled();

    public void TellReason(WaitReason reason)
    {
        if (_reason is not { } known || known.Code != reason.Code || known.Message != reason.Message)
        {
            _reason = reason;
            ReasonChanged?.Invoke();
        }
    }
}

/// <summary>There will be no slot.</summary>
internal sealed class LeaseRefusedException(RequestError error) : Exception(error.Detail)
{
    public RequestError Error { get; } = error;
}
