using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Connect;

/// <summary>Tells the server which responses it need not keep. One call at a time: what comes meanwhile is said with the next.</summary>
internal sealed class ResponseRelease(SessionClient client, Guid operationId)
{
    private readonly Lock _gate = new();
    private string? _until;
    private Task _running = Task.CompletedTask;

    public void Until(string responseId)
    {
        lock (_gate)
        {
            _until = responseId;
            if (_running.IsCompleted)
            {
                _running = RunAsync();
            }
        }
    }

    /// <summary>Ends the operation on the server.</summary>
    public async Task AllAsync()
    {
        await IdleAsync();
        await CallAsync(new ReleaseExecuteRequest { ReleaseAll = new() });
    }

    /// <summary>Waits for what is under way and begins nothing more.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            _until = null;
            return _running;
        }
    }

    private async Task RunAsync()
    {
        // Leaves the caller's thread and its lock before anything is sent.
        await Task.Yield();
        while (TakeNext() is { } responseId)
        {
            await CallAsync(new ReleaseExecuteRequest { ReleaseUntil = new() { ResponseId = responseId } });
        }
    }

    private string? TakeNext()
    {
        lock (_gate)
        {
            var next = _until;
            _until = null;
            return next;
        }
    }

    // Nobody waits for a release and nothing is lost without it: the server drops what is left when the operation is idle.
    private async Task CallAsync(ReleaseExecuteRequest request)
    {
        request.OperationId = operationId.ToString();
        using var limit = new CancellationTokenSource(client.Options.CleanupTimeout, client.Options.TimeProvider);
        try
        {
            await client.CallAsync(request, (message, options) => client.Service.ReleaseExecuteAsync(message, options), limit.Token);
        }
        catch (Exception error) when (error is SparkException or OperationCanceledException or ObjectDisposedException)
        {
            // The last: the session ended before, and with it what it ran.
            Log.ReleaseFailed(client.Options.Logger, operationId, error);
        }
    }
}
