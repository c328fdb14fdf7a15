using CoScheduler.Pool;
using CoScheduler.Spark.Connect;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A driver that takes queries, as the engine uses it.</summary>
internal sealed class ServingDriver(TaskId task, SparkConnectOptions connect)
{
    private readonly CancellationTokenSource _lost = new();

    public TaskId Task { get; } = task;

    /// <summary>How sessions on it are opened.</summary>
    public SparkConnectOptions Connect { get; } = connect;

    /// <summary>Cancelled when the driver's process has ended.</summary>
    public CancellationToken Lost => _lost.Token;

    public void MarkLost() => _lost.Cancel();
}
