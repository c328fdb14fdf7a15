using System.Collections.Immutable;

namespace CoScheduler.Spark.Connect;

/// <summary>How a plan is run.</summary>
public sealed record ExecuteOptions
{
    /// <summary>The execution's id, by which it is interrupted and found again; null for a new one. A server refuses one that it has seen.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>Words that <see cref="Sql.SparkSession.InterruptTagAsync"/> finds it by; without commas, not empty.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>
    /// Whether the server keeps responses until they are released, so that a broken stream continues where it was. Without it a stream that breaks is lost.
    /// </summary>
    public bool Reattachable { get; init; } = true;

    /// <summary>Hears how far it is, about every two seconds (<c>spark.connect.progress.reportInterval</c>), while the execution is being read.</summary>
    public IProgress<ExecutionProgress>? Progress { get; init; }
}

/// <summary>How far an execution is.</summary>
/// <param name="Stages">Its stages that have begun.</param>
/// <param name="TasksInFlight">How many tasks run now.</param>
public sealed record ExecutionProgress(ImmutableArray<StageProgress> Stages, long TasksInFlight);

/// <summary>How far a stage is.</summary>
/// <param name="StageId">Its id in the driver.</param>
/// <param name="Tasks">How many tasks it has.</param>
/// <param name="CompletedTasks">How many of them have ended well.</param>
/// <param name="InputBytes">The bytes that they read.</param>
/// <param name="IsDone">Whether it has ended.</param>
public sealed record StageProgress(long StageId, long Tasks, long CompletedTasks, long InputBytes, bool IsDone);
