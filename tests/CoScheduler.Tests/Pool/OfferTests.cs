using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>Offers beside what else goes on.</summary>
public sealed class OfferTests
{
    private readonly PoolBed _bed = new();

    [Fact]
    public void RemoveAgent_OfferedToOneOfTwo_IsOfferedToNobody()
    {
        _bed.RunAll(
            "framework f default",
            "framework g default",
            "demand f any v1 5 default open",
            "demand g any v1 5 default open",
            "agent m cpus:2,mem:4Gi");
        Assert.Single(_bed.Snapshot.Offers);

        Assert.Null(_bed.Run(new RemoveAgent(new AgentId("m"))).Refusal);

        Assert.Empty(_bed.Snapshot.Offers);
        Assert.Empty(_bed.Snapshot.Agents);
    }

    /// <summary>What an offer in the way of a limit had is free once, not free and offered.</summary>
    [Fact]
    public void SetDemand_OwnRoleIsOfferedAllUpToItsLimit_TakesNoMoreThanThereIs()
    {
        _bed.RunAll(
            "quota a limit=cpus:8",
            "framework f a",
            "framework g a",
            "agent m cpus:8,mem:8Gi",
            "demand f firm v1 7 a firm shape=cpus:0.5,mem:3Gi",
            "demand g any v1 5 a open",
            "demand f firm v2 8 a firm shape=cpus:0.5,mem:3Gi");

        Assert.Equal(2, _bed.Snapshot.Allocations.Count);
        Assert.Equal("cpus:7,mem:2Gi", Assert.Single(_bed.Snapshot.Offers.Values).Resources.ToString());
    }

    /// <summary>Room under a limit may come without room on an agent: what is stuck counts for its agent, and no more for its role.</summary>
    [Fact]
    public void Tick_WhatFilledTheLimitIsStuck_TheRoleIsOfferedMoreElsewhere()
    {
        _bed.RunAll(
            "quota a limit=cpus:2,mem:2Gi grace=1s",
            "framework f a",
            "framework g a",
            "agent m cpus:4,mem:4Gi",
            "demand f firm v1 1 a firm shape=cpus:2,mem:2Gi",
            "launch a1 t1",
            "running t1",
            "demand g any v1 1 a open",
            "stop t1",
            "demand f firm v2 0 a firm shape=cpus:2,mem:2Gi");
        Assert.Empty(_bed.Snapshot.Offers);

        _bed.Wait(1_000 + Defaults.KillWait);

        Assert.Equal(AllocationState.Stuck, Assert.Single(_bed.Snapshot.Allocations.Values).State);
        Assert.Equal("cpus:2,mem:2Gi", Assert.Single(_bed.Snapshot.Offers.Values).Resources.ToString());
    }

    /// <summary>What an agent owes of processors keeps nobody from its memory, whether the pool was restored or not.</summary>
    [Fact]
    public void RegisterAgent_SmallerThanWhatRuns_TheRestIsStillOffered()
    {
        _bed.RunAll(
            "quota a grace=1h | b",
            "framework f *",
            "framework g b",
            "agent m cpus:4,mem:8Gi",
            "demand f firm v1 1 a firm shape=cpus:4,mem:1Gi",
            "launch a1 t1",
            "running t1",
            "agent m cpus:2,mem:8Gi",
            "demand g any v1 1 b open");

        Assert.Equal("mem:7Gi", Assert.Single(_bed.Snapshot.Offers.Values).Resources.ToString());
        _bed.AssertReplays();
    }

    /// <summary>Agents with nothing scarce come first, also among those that just came free.</summary>
    [Fact]
    public void Release_SeveralAgentsAtOnce_OffersTheOneWithNothingScarce()
    {
        _bed.RunAll(
            "framework f default",
            "framework g default",
            "agent scarce cpus:1,mem:1Gi,gpus:1",
            "agent plain cpus:1,mem:1Gi",
            "demand f firm v1 2 default firm shape=cpus:1,mem:1Gi",
            "demand g grow v1 1 default open shape=cpus:1,mem:1Gi",
            "demand f firm v2 0 default firm shape=cpus:1,mem:1Gi");

        Assert.Equal("plain", Assert.Single(_bed.Snapshot.Offers.Values).Agent.Value);
    }
}
