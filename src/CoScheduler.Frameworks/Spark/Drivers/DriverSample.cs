using System.Collections.Immutable;

namespace CoScheduler.Frameworks.Spark;

/// <summary>What a driver says of itself at a moment.</summary>
/// <param name="Executors">Its executors that are active, by Spark's id.</param>
/// <param name="MaxNeeded">How many executors its pending and running tasks could use.</param>
internal sealed record DriverSample(ImmutableDictionary<string, ExecutorSample> Executors, int MaxNeeded);

/// <summary>What a driver says of an executor.</summary>
/// <param name="ActiveTasks">Tasks that run.</param>
/// <param name="EndedTasks">Tasks that have ended, however.</param>
/// <param name="CachedBlocks">Blocks that it keeps.</param>
internal sealed record ExecutorSample(int ActiveTasks, int EndedTasks, int CachedBlocks);
