using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Counts what became of executors since the server's start.</summary>
internal sealed class ExecutorCounters
{
    private long _granted;
    private long _reclaimed;
    private long _preempted;

    public SparkCounters Read() => new(Interlocked.Read(ref _granted), Interlocked.Read(ref _reclaimed), Interlocked.Read(ref _preempted));

    public void Grant() => Interlocked.Increment(ref _granted);

    public void End(AllocationEnd end)
    {
        if (end == AllocationEnd.Reclaimed)
        {
            Interlocked.Increment(ref _reclaimed);
        }
        else if (end == AllocationEnd.Preempted)
        {
            Interlocked.Increment(ref _preempted);
        }
    }
}
