using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>Agents that come, change and go.</summary>
public sealed class AgentTests
{
    private readonly PoolBed _bed = new();

    /// <summary>Agents with the same resources are looked through in the order of registering, whatever they had before.</summary>
    [Fact]
    public void Register_WithoutItsGpu_IsStillTheFirstOfThem()
    {
        _bed.RunAll(
            "agent m1 cpus:2,mem:4Gi,gpu:1",
            "agent m2 cpus:2,mem:4Gi",
            "agent m3 cpus:2,mem:4Gi",
            "agent m1 cpus:2,mem:4Gi",
            "framework f *",
            "demand f a v1 3 default firm shape=cpus:1,mem:1Gi");

        Assert.Equal(["m1", "m1", "m2"], _bed.Snapshot.Allocations.Values.Select(allocation => allocation.Agent.Value));
        _bed.AssertReplays();
    }

    [Fact]
    public void Register_WithLess_TakesWhatItOffersBack()
    {
        _bed.RunAll("agent m1 cpus:4,mem:8Gi", "framework f *", "demand f any v1 1 default open");

        var result = _bed.Run("agent m1 cpus:2,mem:4Gi");

        Assert.Equal(OfferClosure.Rescinded, Assert.Single(result.Decisions.OfType<OfferClosed>()).Closure);
        Assert.Equal("cpus:2,mem:4Gi", Assert.Single(_bed.Snapshot.Offers.Values).Resources.ToString());
    }

    [Fact]
    public void Register_WithLessAndStillEnough_TakesWhatItOffersBack()
    {
        _bed.RunAll("agent m1 cpus:4,mem:8Gi", "framework f *", "demand f small v1 1 default open shape=cpus:1,mem:1Gi");

        var result = _bed.Run("agent m1 cpus:2,mem:4Gi");

        Assert.Single(result.Decisions.OfType<OfferClosed>());
        Assert.Equal(new OfferId(2), Assert.Single(_bed.Snapshot.Offers.Values).Id);
    }

    /// <summary>Without an agent nothing is said never to be; with the first it is known what is not.</summary>
    [Fact]
    public void Register_TheFirst_SaysWhatCanNeverBe()
    {
        _bed.RunAll("framework f *", "demand f big v1 1 default firm shape=cpus:9,mem:1Gi");
        Assert.False(Assert.Single(_bed.Snapshot.Demands).Reason!.Never);

        _bed.RunAll("agent m1 cpus:4,mem:8Gi");
        Assert.True(Assert.Single(_bed.Snapshot.Demands).Reason!.Never);

        _bed.RunAll("lost m1");
        Assert.False(Assert.Single(_bed.Snapshot.Demands).Reason!.Never);

        _bed.RunAll("remove-agent m1");
        Assert.False(Assert.Single(_bed.Snapshot.Demands).Reason!.Never);
    }
}
