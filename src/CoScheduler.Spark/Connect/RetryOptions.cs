namespace CoScheduler.Spark.Connect;

/// <summary>When a call is made again. The defaults are those of Spark's own Connect clients.</summary>
public sealed record RetryOptions
{
    /// <summary>
    /// How often a call is made in all before its error is thrown, counted anew whenever something was received: once and 15 times again, for ten minutes with
    /// the other defaults (Spark's class DefaultPolicy, max_retries).
    /// </summary>
    public int MaxTries { get; init; } = 16;

    /// <summary>
    /// How often a server that has never answered is asked at most while nothing listens at its address: with the other defaults for 17 seconds. Spark's own
    /// clients go on for ten minutes, in which a wrong address looks like a slow server.
    /// </summary>
    public int MaxConnectTries { get; init; } = 6;

    /// <summary>The wait before the second try.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What each further wait is multiplied by.</summary>
    public double Multiplier { get; init; } = 4;

    /// <summary>The longest wait that is chosen here.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that is added at random to waits of at least <see cref="JitterFrom"/>.</summary>
    public TimeSpan MaxJitter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest wait that something is added to.</summary>
    public TimeSpan JitterFrom { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that a server may ask for (google.rpc.RetryInfo).</summary>
    public TimeSpan MaxServerDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>One try, no second.</summary>
    public static RetryOptions None { get; } = new() { MaxTries = 1 };
}
