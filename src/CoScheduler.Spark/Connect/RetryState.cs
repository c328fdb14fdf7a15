namespace CoScheduler.Spark.Connect;

/// <summary>Counts the tries of one call and says how long to wait before the next.</summary>
internal sealed class RetryState(RetryOptions options, Func<double> random)
{
    private int _failures;

    public int Failures => _failures;

    /// <summary>Something was received: the next failure is a first one again.</summary>
    public void Reset() => _failures = 0;

    /// <summary>Notes a failure.</summary>
    /// <param name="asked">The wait that the server asked for.</param>
    /// <returns>The wait before the next try, or null if there is none.</returns>
    public TimeSpan? Next(TimeSpan? asked)
    {
        _failures++;
        if (_failures >= options.MaxTries)
        {
            return null;
        }

        var chosen = Chosen();
        if (asked is { } server)
        {
            var allowed = server < options.MaxServerDelay ? server : options.MaxServerDelay;
            chosen = allowed > chosen ? allowed : chosen;
        }

        return chosen >= options.JitterFrom ? chosen + (options.MaxJitter * random()) : chosen;
    }

    private TimeSpan Chosen()
    {
        var milliseconds = options.InitialDelay.TotalMilliseconds * Math.Pow(options.Multiplier, _failures - 1);
        return milliseconds < options.MaxDelay.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : options.MaxDelay;
    }
}
