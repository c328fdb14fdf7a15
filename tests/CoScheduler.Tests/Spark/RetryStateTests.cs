using CoScheduler.Spark.Connect;
using Xunit;

namespace CoScheduler.Tests.Spark;

public sealed class RetryStateTests
{
    [Fact]
    public void Next_Defaults_AreThoseOfSparksClients()
    {
        var tries = new RetryState(new RetryOptions(), () => 1);
        var waits = new List<double>();
        while (tries.Next(null) is { } wait)
        {
            waits.Add(wait.TotalMilliseconds);
        }

        Assert.Equal([50, 200, 800, 3_700, 13_300, 51_700, .. Enumerable.Repeat(60_500, 9)], waits);
    }

    [Fact]
    public void Next_ServerAsksForLess_WaitsAsLongAsChosen()
    {
        var tries = new RetryState(new RetryOptions(), () => 0);
        Assert.Equal(TimeSpan.FromMilliseconds(50), tries.Next(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Next_ServerAsksForTooMuch_WaitsTheMostAllowed()
    {
        var tries = new RetryState(new RetryOptions(), () => 0);
        Assert.Equal(TimeSpan.FromMinutes(10), tries.Next(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Reset_AfterFailures_BeginsAnew()
    {
        var tries = new RetryState(new RetryOptions(), () => 0);
        tries.Next(null);
        tries.Next(null);
        tries.Reset();
        Assert.Equal(TimeSpan.FromMilliseconds(50), tries.Next(null));
    }
}
