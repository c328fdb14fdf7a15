using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool.Roles;

/// <summary>What a guarantee covers now (pool.md section 4): what is not covered is elastic.</summary>
public sealed class KeepSetTests
{
    private readonly PoolBed _bed = new();

    /// <summary>Priority before age, and whatever still fits.</summary>
    [Fact]
    public void Keep_HigherPriorityFirst_ThenTheOldest()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:3",
            "agent m1 cpus:8,mem:16Gi",
            "framework f a",
            "demand f old v1 1 a firm shape=cpus:1,mem:1Gi",
            "demand f large v1 1 a firm shape=cpus:2,mem:1Gi",
            "demand f high v1 1 a firm shape=cpus:1,mem:1Gi priority=10",
            "demand f warm v1 1 a spare shape=cpus:0.5,mem:1Gi",
            "demand f young v1 1 a firm shape=cpus:1,mem:1Gi");

        Assert.Equal(["high", "old", "young"], Kept());
    }

    /// <summary>A gang's minimum is covered whole or not at all, whoever else is of another gang.</summary>
    [Fact]
    public void Keep_GangMinimum_WholeOrNotAtAll()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:3",
            "agent m1 cpus:8,mem:16Gi",
            "framework f a",
            "demand f g1-driver v1 1 a firm shape=cpus:1,mem:1Gi gang=g1/2",
            "demand f g1-executors v1 1 a firm shape=cpus:1,mem:1Gi gang=g1/2",
            "demand f g2-driver v1 1 a firm shape=cpus:1,mem:1Gi gang=g2/2",
            "demand f g2-executors v1 1 a firm shape=cpus:1,mem:1Gi gang=g2/2",
            "demand f alone v1 1 a firm shape=cpus:1,mem:1Gi");

        Assert.Equal(["alone", "g1-driver", "g1-executors"], Kept());
    }

    /// <summary>What children's guarantees cover comes first, though what stands beside it in their parent is older.</summary>
    [Fact]
    public void Keep_OfAParent_ChildrensFirst()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:2 | a/x guarantee=cpus:1 | a/y",
            "agent m1 cpus:8,mem:16Gi",
            "framework f *",
            "demand f y-old v1 2 a/y firm shape=cpus:1,mem:1Gi",
            "demand f x-young v1 2 a/x firm shape=cpus:1,mem:1Gi",
            "launch a1 y-1",
            "launch a2 y-2",
            "launch a3 x-1",
            "launch a4 x-2");
        var keep = _bed.Pool.State.Roles[new RoleName("a")].Keep;

        Assert.Equal(["x-young", "y-old"], keep.InOrder.Select(allocation => allocation.Class.Value));
        Assert.Equal(2_000, keep.Amount[0]);

        // What is leaving is covered no more.
        _bed.RunAll("stop x-1");
        Assert.Equal([4L, 1L], _bed.Pool.State.Roles[new RoleName("a")].Keep.InOrder.Select(allocation => allocation.Id.Value));
    }

    private IEnumerable<string> Kept() => _bed.Snapshot.Allocations.Values.Where(allocation => !allocation.Elastic).Select(allocation => allocation.Class.Value).Order(StringComparer.Ordinal);
}
