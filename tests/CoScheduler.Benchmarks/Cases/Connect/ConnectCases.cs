using CoScheduler.Spark.Connect;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>The cases of Spark's client. Those that need a server take the one that SPARK_REMOTE names.</summary>
internal static class ConnectCases
{
    public static IReadOnlyList<IBenchmark> All { get; } = [new PlanOfTwenty(), new Collects(), new SmallQueries(), new Cancellations(), new HeapOfRows()];

    public static SparkConnectOptions Server() => SparkConnectOptions.Parse(
        Environment.GetEnvironmentVariable("SPARK_REMOTE") ?? throw new CaseSkippedException("SPARK_REMOTE names no Spark Connect server."));
}
