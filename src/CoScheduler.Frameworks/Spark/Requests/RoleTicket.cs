using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A request's place in its role's queue: it ends in a <see cref="DriverLease"/> or an error.</summary>
internal sealed class RoleTicket(RoleQueue queue, TaskId? onlyDriver)
{
    private readonly TaskCompletionSource<TicketAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _reasonChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The only driver that will do: the one that the request's execution runs on already. Null takes any.</summary>
    public TaskId? OnlyDriver { get; } = onlyDriver;

    public Task<TicketAnswer> Answer => _answer.Task;

    /// <summary>Why it waits; null as long as nothing is known.</summary>
    public WaitReason? Reason { get; private set; }

    /// <summary>Completes when <see cref="Reason"/> changes.</summary>
    public Task ReasonChanged => Volatile.Read(ref _reasonChanged).Task;

    /// <summary>Leaves the queue, or gives back what it got.</summary>
    public void Leave()
    {
        if (queue.Remove(this))
        {
            _answer.TrySetResult(new TicketAnswer(null, null));
        }
        else if (_answer.Task is { IsCompletedSuccessfully: true, Result.Lease: { } lease })
        {
            lease.Dispose();
        }
    }

    internal void Give(DriverLease lease) => _answer.TrySetResult(new TicketAnswer(lease, null));

    internal void Fail(RequestError error) => _answer.TrySetResult(new TicketAnswer(null, error));

    internal void Tell(WaitReason reason)
    {
        if (Reason is { } known && known.Code == reason.Code && known.Message == reason.Message)
        {
            return;
        }

        Reason = reason;
        Interlocked.Exchange(ref _reasonChanged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}

/// <summary>What came of waiting: a place on a driver, or an error, or neither if the ticket was left.</summary>
internal sealed record TicketAnswer(DriverLease? Lease, RequestError? Error);

/// <summary>A place on a driver, given back when disposed.</summary>
internal sealed class DriverLease(RoleQueue queue, ServingDriver driver) : IDisposable
{
    private int _disposed;

    public ServingDriver Driver { get; } = driver;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            queue.GiveBack();
        }
    }
}
