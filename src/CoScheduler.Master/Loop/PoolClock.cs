using CoScheduler.Pool;

namespace CoScheduler.Master.Loop;

/// <summary>
/// Pool time: goes on from where the journal ends, so that every deadline keeps its remainder over the time without a
/// master, and never goes back.
/// </summary>
internal sealed class PoolClock(TimeProvider time, PoolTime start)
{
    private readonly long _origin = time.GetTimestamp();

    public PoolTime Now => start.Plus((long)time.GetElapsedTime(_origin).TotalMilliseconds);
}
