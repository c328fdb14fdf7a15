namespace CoScheduler.Frameworks.Services;

/// <summary>The last waits of replicas, for the summary.</summary>
internal sealed class WaitTimes
{
    private const int Kept = 10_000;

    private readonly Queue<long> _waits = [];
    private int _started;
    private long _longest;

    public void Add(TimeSpan waited)
    {
        var milliseconds = (long)waited.TotalMilliseconds;
        _started++;
        _longest = Math.Max(_longest, milliseconds);
        _waits.Enqueue(milliseconds);
        if (_waits.Count > Kept)
        {
            _waits.Dequeue();
        }
    }

    public ServiceStatistics Summary()
    {
        var sorted = _waits.Order().ToArray();
        return new ServiceStatistics(_started, sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) / 2], _longest);
    }
}
