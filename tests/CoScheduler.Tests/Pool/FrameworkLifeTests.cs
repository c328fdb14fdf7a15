using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>Frameworks that go away, come back, ask what became of their tasks; users, applications and deadlines of demands.</summary>
public sealed class FrameworkLifeTests
{
    private static readonly FrameworkId _framework = new("f");

    private readonly PoolBed _bed = new();

    public FrameworkLifeTests() => _bed.RunAll("quota a", "agent m1 cpus:4,mem:8Gi", "framework f a");

    [Fact]
    public void Disconnect_KeepsWhatItHas_UntilItsTimePasses()
    {
        _bed.RunAll("demand f web v1 2 a firm shape=cpus:1,mem:1Gi", "launch a1 web-1", "running web-1");
        _bed.Run(new RegisterFramework(_framework, "f", [RoleName.Root], 10_000));
        _bed.Run(new DisconnectFramework(_framework));
        Assert.Equal(10_000, _bed.Snapshot.Frameworks["f"].GoneUntil!.Value.Milliseconds);
        Assert.Empty(_bed.Run("demand f more v1 1 a firm shape=cpus:1,mem:1Gi").Decisions.OfType<AllocationMade>());
        _bed.Wait(9_999);
        Assert.True(_bed.Snapshot.Frameworks.ContainsKey("f"));
        _bed.Wait(1);
        Assert.False(_bed.Snapshot.Frameworks.ContainsKey("f"));
        Assert.Equal(AllocationState.Reclaiming, _bed.Snapshot.Allocations[1].State);
        _bed.AssertReplays();
    }

    [Fact]
    public void Register_Again_EndsTheAbsence_AndFencesTheOldInstance()
    {
        _bed.Run(new DisconnectFramework(_framework));
        _bed.Run(new RegisterFramework(_framework, "f", [RoleName.Root], 10_000));
        Assert.Null(_bed.Snapshot.Frameworks["f"].GoneUntil);
        Assert.Equal(2, _bed.Snapshot.Frameworks["f"].Instance);
        Assert.Equal(RefusalCode.Fenced, _bed.Run(new SuppressOffers(_framework, null) { Instance = 1 }).Refusal!.Code);
        Assert.Null(_bed.Run(new SuppressOffers(_framework, null) { Instance = 2 }).Refusal);
    }

    [Fact]
    public void Reconcile_TellsOfKnownEndedAndUnknownTasks()
    {
        _bed.RunAll("demand f web v1 2 a firm shape=cpus:1,mem:1Gi", "launch a1 web-1", "launch a2 web-2", "running web-1", "exit web-2 0");
        var named = _bed.Run(new ReconcileTasks(_framework, [new TaskId("web-1"), new TaskId("web-2"), new TaskId("never")])).Effects.OfType<TaskReconciled>().ToList();
        Assert.Equal([AllocationState.Running, null, null], named.Select(told => told.State));
        Assert.Equal(["m1", "m1", null], named.Select(told => told.Agent?.Value));
        Assert.Equal(["web-1"], _bed.Run(new ReconcileTasks(_framework, [])).Effects.OfType<TaskReconciled>().Select(told => told.Task.Value));
    }

    [Fact]
    public void Users_OfOneRole_ShareWhatComesFree()
    {
        _bed.RunAll("demand f first v1 4 a firm shape=cpus:1,mem:1Gi");
        Want("ann", "ann", 4);
        Want("bob", "bob", 4);
        var granted = _bed.Run("agent m2 cpus:4,mem:8Gi").Decisions.OfType<AllocationMade>().GroupBy(made => made.Class.Value).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((2, 2), (granted["ann"], granted["bob"]));
        _bed.AssertReplays();
    }

    [Fact]
    public void MaxRunning_BoundsApplications_AndLetsThemGrow()
    {
        _bed.Run(new SetQuota(new QuotaTree(QuotaTree.Default.Roles.Add("a", new RoleQuota { MaxRunning = 1 }))));
        _bed.RunAll("demand f one v1 1 a firm shape=cpus:1,mem:1Gi");
        Assert.Empty(_bed.Run("demand f two v1 1 a firm shape=cpus:1,mem:1Gi").Decisions.OfType<AllocationMade>());
        Assert.Equal(ReasonCode.MaxRunning, _bed.Snapshot.Demands[^1].Reason!.Code);
        Assert.Single(_bed.Run("demand f one v2 2 a firm shape=cpus:1,mem:1Gi").Decisions.OfType<AllocationMade>());
        _bed.Run("release a1");
        Assert.Contains(_bed.Run("demand f one v3 0 a firm shape=cpus:1,mem:1Gi").Decisions, decision => decision is AllocationMade { Class.Value: "two" });
    }

    [Fact]
    public void StartWithin_Passed_IsNeverLookedForAgain_UntilStatedAnew()
    {
        var terms = DemandTerms.Of(new RoleName("a"), ResourceVector.Parse("cpus:4,mem:1Gi"), DemandMode.Firm) with { StartWithinMilliseconds = 5_000 };
        _bed.RunAll("demand f first v1 1 a firm shape=cpus:4,mem:1Gi");
        _bed.Run(new SetDemand(_framework, new DemandClass("late"), 1, 1, terms));
        _bed.Wait(5_000);
        Assert.Equal(ReasonCode.DeadlineUnreachable, _bed.Snapshot.Demands[^1].Reason!.Code);
        _bed.Run("release a1");
        Assert.Empty(_bed.Run("demand f first v2 0 a firm shape=cpus:4,mem:1Gi").Decisions.OfType<AllocationMade>());
        Assert.Single(_bed.Run(new SetDemand(_framework, new DemandClass("late"), 2, 1, terms)).Decisions.OfType<AllocationMade>());
    }

    [Fact]
    public void Amounts_TooLargeForExactSums_AreRefused()
    {
        Assert.Equal(RefusalCode.InvalidAmount, _bed.Run(new RegisterAgent(new AgentId("huge"), ResourceVector.Of(Defaults.LargestAmount + 1, 1), System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)).Refusal!.Code);
        var shape = ResourceVector.Of(Defaults.LargestAmount + 1, 1);
        Assert.Equal(RefusalCode.InvalidAmount, _bed.Run(new SetDemand(_framework, new DemandClass("huge"), 1, 1, DemandTerms.Of(new RoleName("a"), shape, DemandMode.Firm))).Refusal!.Code);
    }

    private void Want(string @class, string user, int target) =>
        _bed.Run(new SetDemand(_framework, new DemandClass(@class), 1, target, DemandTerms.Of(new RoleName("a"), ResourceVector.Parse("cpus:1,mem:1Gi"), DemandMode.Firm) with { User = user }));

    [Fact]
    public void Register_Again_CountsVersionsOfItsOwnWithdrawnDemandsAnew()
    {
        _bed.RunAll(
            "framework g a",
            "demand f gone v5 1 a firm shape=cpus:9,mem:1Gi",
            "demand f gone v6 0 a firm shape=cpus:9,mem:1Gi",
            "demand g gone v5 1 a firm shape=cpus:9,mem:1Gi",
            "demand g gone v6 0 a firm shape=cpus:9,mem:1Gi",
            "framework f a");

        Assert.Null(_bed.Run("demand f gone v1 1 a firm shape=cpus:1,mem:1Gi").Refusal);
        Assert.Equal(RefusalCode.StaleVersion, _bed.Run("demand g gone v1 1 a firm shape=cpus:1,mem:1Gi").Refusal!.Code);
    }

    [Fact]
    public void Revive_WhereNothingWasTurnedDown_DecidesNothing()
    {
        _bed.RunAll("quota a | b", "framework f a b", "demand f any v1 1 a open", "decline o1 filter=1h");

        Assert.Empty(_bed.Run("revive f role=b").Decisions);
        Assert.Single(_bed.Run("revive f role=a").Decisions.OfType<OffersRevived>());
        Assert.Empty(_bed.Run("revive f").Decisions);
    }

    [Fact]
    public void RemoveFramework_WhatRunsStillGoes_WaitsForNothing()
    {
        _bed.RunAll("demand f web v1 9 a firm shape=cpus:1,mem:1Gi", "launch a1 web-1", "running web-1");
        Assert.NotNull(Assert.Single(_bed.Snapshot.Demands).Since);

        _bed.RunAll("remove-framework f");

        var left = Assert.Single(_bed.Snapshot.Demands);
        Assert.Equal((0, 1, (PoolTime?)null), (left.Target, left.Allocated, left.Since));
    }

    [Fact]
    public void Demand_StatedAgainOrWithdrawnUnknown_DecidesNothing()
    {
        _bed.RunAll("demand f web v1 9 a firm shape=cpus:1,mem:1Gi");

        Assert.Empty(_bed.Run("demand f web v1 9 a firm shape=cpus:1,mem:1Gi").Decisions);
        Assert.Empty(_bed.Run("demand f never v1 0 a firm shape=cpus:1,mem:1Gi").Decisions);
    }
}
