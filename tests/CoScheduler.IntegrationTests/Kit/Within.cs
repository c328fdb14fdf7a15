namespace CoScheduler.IntegrationTests.Kit;

/// <summary>Waits for a condition with a limit; never for luck.</summary>
internal static class Within
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a condition holds, and fails with what was awaited when it doesn't.</summary>
    public static Task LimitAsync(TimeSpan limit, string what, Func<bool> condition) =>
        LimitAsync(limit, () => what, () => Task.FromResult(condition()));

    /// <summary>Waits until a condition holds, and fails with what was awaited when it doesn't.</summary>
    public static Task LimitAsync(TimeSpan limit, string what, Func<Task<bool>> condition) => LimitAsync(limit, () => what, condition);

    /// <summary>Waits until a condition holds, and fails with how things stand then when it doesn't.</summary>
    public static async Task LimitAsync(TimeSpan limit, Func<string> what, Func<Task<bool>> condition)
    {
        using var timer = new CancellationTokenSource(limit);
        using var tick = new PeriodicTimer(Interval);
        try
        {
            while (!await condition())
            {
                await tick.WaitForNextTickAsync(timer.Token);
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what()}");
        }
    }
}
