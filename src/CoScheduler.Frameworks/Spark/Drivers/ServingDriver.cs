using CoScheduler.Pool;
using CoScheduler.Spark.Connect;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A driver that takes queries, as the engine uses it.</summary>
internal sealed class ServingDriver(TaskId driver, SparkConnectOptions connect)
{
    /// <summary>How long the end of a process may take to be heard of after its connections broke.</summary>
    private static readonly TimeSpan EndIsHeard = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _lost = new();

    public TaskId Task { get; } = driver;

    /// <summary>How sessions on it are opened.</summary>
    public SparkConnectOptions Connect { get; } = connect;

    /// <summary>Cancelled when the driver's process has ended.</summary>
    public CancellationToken Lost => _lost.Token;

    public void MarkLost() => _lost.Cancel();

    /// <summary>Whether nobody answers because the process has ended; waits a while, for connections break before the pool hears of it.</summary>
    public async Task<bool> IsLostAsync()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _lost.Token.Register(heard.SetResult);
        var limit = System.Threading.Tasks.Task.Delay(EndIsHeard, Connect.TimeProvider, CancellationToken.None);
        await System.Threading.Tasks.Task.WhenAny(heard.Task, limit).ConfigureAwait(false);
        return _lost.IsCancellationRequested;
    }
}
