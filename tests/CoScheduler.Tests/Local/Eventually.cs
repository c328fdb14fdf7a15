using Xunit;

namespace CoScheduler.Tests.Local;

/// <summary>Waits for what happens in other processes, which don't tell.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {Limit.TotalSeconds} s in vain until: {what}");
            _ = await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static Task GoneAsync(params int[] pids) =>
        TrueAsync(() => pids.All(pid => CoScheduler.Local.Processes.ProcessIdentity.SessionOf(pid) is null), $"processes {string.Join(", ", pids)} are gone");
}
