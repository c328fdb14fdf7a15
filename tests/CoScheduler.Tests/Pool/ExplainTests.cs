using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

public sealed class ExplainTests
{
    private readonly PoolBed _bed = new();

    public ExplainTests() => _bed.RunAll(
        "quota a guarantee=cpus:1 | b grace=10s minRuntime=0s",
        "agent m1 cpus:2,mem:4Gi",
        "framework fa a",
        "framework fb b",
        "demand fb work v1 3 b firm shape=cpus:1,mem:1Gi",
        "launch a1 t1",
        "launch a2 t2",
        "running t1",
        "running t2");

    [Fact]
    public void Explain_WaitingDemand_SaysWhoHoldsWhatItNeeds()
    {
        var explanation = _bed.Pool.Explain("demand", "fb/work")!;

        Assert.Equal("waiting", explanation.State);
        Assert.Equal("no_capacity", explanation.Reason);
        Assert.Equal("It takes cpus:1,mem:1Gi, and mem:2Gi is free where it may go.", explanation.Message);
        Assert.Equal(1, explanation.Numbers["missing"]);
        Assert.Equal(0, explanation.Numbers["free.cpus"]);
        Assert.Equal("b", Assert.Single(explanation.BlockedBy).Id);
        Assert.Equal(0, explanation.Ahead);
        Assert.Null(explanation.Expected);
    }

    [Fact]
    public void Explain_Victim_NamesTheCauseTheDeadlineAndForWhom()
    {
        _bed.RunAll("demand fa main v1 1 a firm shape=cpus:1,mem:1Gi");

        var explanation = _bed.Pool.Explain("task", "t2")!;

        Assert.Equal("reclaiming", explanation.State);
        Assert.Equal("guarantee", explanation.Reason);
        Assert.Equal(new PoolTime(10_000), explanation.Expected);
        Assert.Equal("a", Assert.Single(explanation.BlockedBy).Id);
        Assert.IsType<ReclaimBegun>(explanation.Last[^1].Decision);
        Assert.Equal("waiting_for_reclaim", _bed.Pool.Explain("role", "a")!.Reason);
    }

    [Fact]
    public void Explain_GangOfTwoClasses_EachClassAndTheGangTellOfItsPlan()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:2 | b grace=10s minRuntime=0s",
            "demand fa x v1 1 a firm shape=cpus:1,mem:1Gi gang=g/2",
            "demand fa y v1 1 a firm shape=cpus:1,mem:1Gi gang=g/2");

        foreach (var id in new[] { "fa/x", "fa/y" })
        {
            var explanation = _bed.Pool.Explain("demand", id)!;
            Assert.Equal("waiting_for_reclaim", explanation.Reason);
            Assert.Equal("What it needs has been asked back from 2 others.", explanation.Message);
            Assert.Equal(["t1", "t2"], explanation.BlockedBy.Select(blocker => blocker.Id).Order());
            Assert.Contains(explanation.Last, entry => entry.Decision is PlanMade);
        }

        Assert.Equal("gang", _bed.Pool.Explain("gang", "g")!.Kind);
        Assert.Equal("waiting_for_reclaim", _bed.Pool.Explain("gang", "g")!.Reason);
    }

    [Theory]
    [InlineData("demand fa main v1 1 a firm shape=cpus:1,mem:1Gi", "another role has its guarantee back")]
    [InlineData("demand fb more v1 1 b firm shape=cpus:1,mem:1Gi priority=5", "others of its role have a higher priority")]
    [InlineData("quota a guarantee=cpus:1 | b grace=10s limit=cpus:1", "its role's limit was lowered")]
    [InlineData("drain m1", "the agent is drained")]
    [InlineData("agent m1 cpus:1,mem:4Gi", "the agent has less than was given out there")]
    [InlineData("stop t2", "an operator asked")]
    [InlineData("stop t2 by=fb", "its own framework asked")]
    public void Explain_Victim_SaysInWordsWhyItGoes(string command, string why)
    {
        _bed.RunAll(command);

        Assert.Contains(why, _bed.Pool.Explain("task", "t2")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_EndedTask_SaysHowItEnded()
    {
        _bed.RunAll("exit t1 1");

        Assert.Equal("failed", _bed.Pool.Explain("task", "t1")!.State);
    }

    [Theory]
    [InlineData("agent", "m1", "active")]
    [InlineData("framework", "fb", "waiting")]
    [InlineData("framework", "fa", "met")]
    [InlineData("role", "b", "waiting")]
    public void Explain_EveryKind_HasAState(string kind, string id, string state) => Assert.Equal(state, _bed.Pool.Explain(kind, id)!.State);

    [Theory]
    [InlineData("task", "t9")]
    [InlineData("planet", "earth")]
    public void Explain_WhatThereIsNot_IsNull(string kind, string id) => Assert.Null(_bed.Pool.Explain(kind, id));

    [Fact]
    public void Snapshot_LentGuarantee_IsPublishedOnBothSides()
    {
        var roles = _bed.Snapshot.Roles;

        Assert.Equal("cpus:1", roles["a"].Lent.ToString());
        Assert.Equal("cpus:2,mem:2Gi", roles["b"].Borrowed.ToString());
        Assert.Equal("cpus:2,mem:3Gi", roles["b"].FairShare.ToString());
        Assert.All(_bed.Snapshot.Allocations.Values, allocation => Assert.True(allocation.Elastic));
    }
}
