namespace CoScheduler.Embedded.DuckDb;

/// <summary>All executions of the worker: those that run, and those that ended not long ago.</summary>
internal sealed class Operations(QueryRunner runner, TaskScheduler threads, TimeProvider time)
{
    /// <summary>How long a result is kept for a server that comes back.</summary>
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(5);

    private const long KeptBytes = 64 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Operation> _operations = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _draining;

    /// <summary>When it drains and nothing runs any more.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Starts an operation, or finds it running or ended.</summary>
    /// <returns>The operation; null if the worker drains and doesn't know it.</returns>
    public Operation? Start(ExecuteMessage order, Task settled)
    {
        Operation operation;
        lock (_gate)
        {
            if (_operations.TryGetValue(order.Operation, out var known))
            {
                return known;
            }

            if (_draining)
            {
                return null;
            }

            DropOld();
            operation = new Operation(order);
            _operations.Add(order.Operation, operation);
            _running++;
        }

        _ = RunAsync(operation, settled);
        return operation;
    }

    public Operation? Find(Guid id)
    {
        lock (_gate)
        {
            return _operations.GetValueOrDefault(id);
        }
    }

    /// <summary>Takes no more; what runs is finished.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            _draining = true;
            SignalIfDrained();
        }
    }

    private async Task RunAsync(Operation operation, Task settled)
    {
        await Task.Factory.StartNew(() => runner.RunAsync(operation, settled), CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads).Unwrap();
        lock (_gate)
        {
            _running--;
            SignalIfDrained();
        }
    }

    private void SignalIfDrained()
    {
        if (_draining && _running == 0)
        {
            _drained.TrySetResult();
        }
    }

    private void DropOld()
    {
        var horizon = time.GetUtcNow() - _kept;
        var bytes = 0L;
        foreach (var ended in _operations.Values.Where(o => o.EndedAt is not null).OrderByDescending(o => o.EndedAt).ToList())
        {
            bytes += ended.KeptBytes;
            if (ended.EndedAt < horizon || bytes > KeptBytes)
            {
                _operations.Remove(ended.Order.Operation);
                ended.Dispose();
            }
        }
    }
}
