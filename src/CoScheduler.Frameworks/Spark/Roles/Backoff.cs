namespace CoScheduler.Frameworks.Spark;

/// <summary>Doubling waits after failed starts; times in milliseconds of one clock.</summary>
internal sealed class Backoff(long first, long longest)
{
    public int Failures { get; private set; }

    /// <summary>The end of the current wait.</summary>
    public long Until { get; private set; }

    /// <summary>How long the current wait is in all.</summary>
    public long Length { get; private set; }

    public void Fail(long now)
    {
        Length = Math.Min(longest, first << Math.Min(Failures, 20));
        Failures++;
        Until = now + Length;
    }

    public void Succeed() => (Failures, Until, Length) = (0, 0, 0);

    /// <summary>Begins to count anew, but keeps the wait.</summary>
    public void Forget() => Failures = 0;
}
