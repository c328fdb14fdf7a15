using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>What became of executors since the server's start.</summary>
/// <param name="Granted">Executors that were seen running.</param>
/// <param name="Reclaimed">Asked back by the pool, and gone within their grace.</param>
/// <param name="Preempted">Asked back by the pool, and killed after their grace.</param>
public sealed record SparkCounters(long Granted, long Reclaimed, long Preempted);

/// <summary>A role's Spark as it stands.</summary>
/// <param name="Role">The role.</param>
/// <param name="State"><c>absent</c>, <c>starting</c>, <c>registering</c>, <c>serving</c> or <c>leaving</c>.</param>
/// <param name="Driver">The driver's task, if there is one.</param>
/// <param name="Endpoints">Where it is reached, if there is one.</param>
/// <param name="Executors">Its executors.</param>
/// <param name="ExecutorsNeeded">How many executors the driver's pending and running tasks could use.</param>
/// <param name="Waiting">Requests that wait for a place.</param>
/// <param name="Running">Requests that run.</param>
/// <param name="LastFailure">Why the last start failed; null if none did since one succeeded.</param>
public sealed record SparkRoleView(
    RoleName Role,
    string State,
    TaskId? Driver,
    DriverEndpoints? Endpoints,
    ImmutableArray<SparkExecutorView> Executors,
    int ExecutorsNeeded,
    int Waiting,
    int Running,
    string? LastFailure);

/// <summary>An executor as it stands.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Standing"><c>minimum</c>, <c>guaranteed</c> or <c>growth</c>.</param>
/// <param name="Registered">Whether its driver has taken it in.</param>
/// <param name="Leaving">Whether it was asked back or let go.</param>
/// <param name="ActiveTasks">Spark tasks that it runs now.</param>
/// <param name="CachedBlocks">Blocks that it keeps.</param>
public sealed record SparkExecutorView(TaskId Task, string Standing, bool Registered, bool Leaving, int ActiveTasks, int CachedBlocks);
