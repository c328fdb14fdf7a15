namespace CoScheduler.Local.Supervisor;

/// <summary>How long tasks outlive their server.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="firstWait">How long the first server may take to come.</param>
/// <param name="broken">Called when no server came in time.</param>
internal sealed class Leash(TimeProvider timeProvider, TimeSpan firstWait, Action broken) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;

    /// <summary>No server has come yet.</summary>
    public void Begin() => Arm(firstWait);

    /// <summary>A server is here.</summary>
    public void Hold() => Arm(Timeout.InfiniteTimeSpan);

    /// <summary>The server is gone.</summary>
    /// <param name="length">How long the next one may take to come.</param>
    public void Release(TimeSpan length) => Arm(length);

    /// <inheritdoc />
    public void Dispose() => _timer?.Dispose();

    private void Arm(TimeSpan time)
    {
        lock (_gate)
        {
            _timer ??= timeProvider.CreateTimer(_ => broken(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _ = _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }
}
