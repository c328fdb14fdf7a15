namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>What is alive beyond what was at the beginning.</summary>
internal sealed class Heap
{
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>The most that was found.</summary>
    public long MostBytes { get; private set; }

    public void Sample() => MostBytes = Math.Max(MostBytes, GC.GetTotalMemory(forceFullCollection: true) - _before);
}
