using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>What the framework needs to know of the settings; the rest of the file goes to Spark as it is.</summary>
public sealed record SparkSettings
{
    /// <summary>The key prefix of the framework's own settings; Spark ignores them.</summary>
    public const string OwnPrefix = "spark.coscheduler.";

    /// <summary>The least memory that a JVM needs beside its heap (Spark's <c>spark.executor.minMemoryOverhead</c>).</summary>
    public const long LeastOverheadBytes = 384L << 20;

    /// <summary>A driver's heap, in bytes: <c>spark.driver.memory</c>.</summary>
    public long DriverHeapBytes { get; init; } = 1L << 30;

    /// <summary>A driver's cpus, in thousandths: <c>spark.coscheduler.driver.cpus</c>.</summary>
    public long DriverMilliCpus { get; init; } = 1000;

    /// <summary>An executor's heap, in bytes: <c>spark.executor.memory</c>.</summary>
    public long ExecutorHeapBytes { get; init; } = 1L << 30;

    /// <summary>How many tasks an executor runs at once: <c>spark.executor.cores</c>.</summary>
    public int ExecutorCores { get; init; } = 1;

    /// <summary>An executor's cpus, in thousandths: <c>spark.coscheduler.executor.cpus</c>, by default its cores.</summary>
    public long ExecutorMilliCpus { get; init; } = 1000;

    /// <summary>How many executors stand by as long as there is a driver: <c>spark.coscheduler.executors.min</c>.</summary>
    public int MinimumExecutors { get; init; } = 1;

    /// <summary>How many executors a driver has at most: <c>spark.coscheduler.executors.max</c>.</summary>
    public int MaximumExecutors { get; init; } = 64;

    /// <summary>After how long an idle executor is let go: <c>spark.coscheduler.executor.idle</c>.</summary>
    public TimeSpan ExecutorIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long without a request a driver is let go: <c>spark.coscheduler.driver.idle</c>.</summary>
    public TimeSpan DriverIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many requests run at once on a cpu of the executors, where the role's quota says nothing: <c>spark.coscheduler.slotsPerCpu</c>.</summary>
    public int SlotsPerCpu { get; init; } = 4;

    /// <summary>
    /// Files up to this size are handed to Spark as local rows, in bytes: <c>spark.coscheduler.localBelow</c>. A join with those
    /// takes no job of its own.
    /// </summary>
    public long LocalBelowBytes { get; init; } = 256L << 10;

    /// <summary>Larger files up to this size are kept in the executors' memory, in bytes: <c>spark.coscheduler.cacheBelow</c>.</summary>
    public long CacheBelowBytes { get; init; } = 64L << 20;

    /// <summary>
    /// An analysis whose files have up to this size together runs in one task with interpreted expressions, in bytes:
    /// <c>spark.coscheduler.smallBelow</c>. 0 leaves all to Spark.
    /// </summary>
    public long SmallBelowBytes { get; init; } = 8L << 20;

    /// <summary>Flags for a driver's JVM: <c>spark.driver.extraJavaOptions</c>.</summary>
    public ImmutableArray<string> DriverJavaOptions { get; init; } = [];

    /// <summary>Flags for an executor's JVM: <c>spark.executor.extraJavaOptions</c>.</summary>
    public ImmutableArray<string> ExecutorJavaOptions { get; init; } = [];

    /// <summary>What stands before Spark's jars for a driver: <c>spark.driver.extraClassPath</c>.</summary>
    public string DriverClassPath { get; init; } = "";

    /// <summary>What stands before Spark's jars for an executor: <c>spark.executor.extraClassPath</c>.</summary>
    public string ExecutorClassPath { get; init; } = "";

    /// <summary>A driver's overhead, in bytes: <c>spark.driver.memoryOverhead</c>, by default 10 % of its heap, at least 384 MiB.</summary>
    public long? DriverOverheadBytes { get; init; }

    /// <summary>An executor's overhead, in bytes: <c>spark.executor.memoryOverhead</c>, by default 10 % of its heap, at least 384 MiB.</summary>
    public long? ExecutorOverheadBytes { get; init; }

    /// <summary>What drivers start with: the file's settings that are Spark's and not ours to own.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = SparkDefaults.Empty.Values;

    /// <summary>What a driver takes from the pool.</summary>
    public ResourceVector DriverShape => ResourceVector.Of(DriverMilliCpus, DriverHeapBytes + Overhead(DriverHeapBytes, DriverOverheadBytes));

    /// <summary>What an executor takes from the pool.</summary>
    public ResourceVector ExecutorShape => ResourceVector.Of(ExecutorMilliCpus, ExecutorHeapBytes + Overhead(ExecutorHeapBytes, ExecutorOverheadBytes));

    private static long Overhead(long heap, long? stated) => stated ?? Math.Max(LeastOverheadBytes, heap / 10);
}

/// <summary>What came of reading settings.</summary>
/// <param name="Settings">The settings; the defaults stand where there is a fault.</param>
/// <param name="Faults">What is wrong; none means they may be used.</param>
/// <param name="Notices">What was overruled, a sentence each.</param>
public sealed record SettingsReading(SparkSettings Settings, ImmutableArray<SettingFault> Faults, ImmutableArray<string> Notices);
