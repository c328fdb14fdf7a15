using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool.Roles;

/// <summary>What roles, their applications and their users have, and what of it is lent.</summary>
public sealed class RoleUseTests
{
    private readonly PoolBed _bed = new();

    /// <summary>What two borrow of three lenders is split in proportion to what those don't use; what is guaranteed to nobody is borrowed from nobody.</summary>
    [Fact]
    public void Lent_SeveralLenders_IsSplitInProportion()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:4 | b guarantee=cpus:2 | c | d guarantee=cpus:1",
            "agent m1 cpus:9,mem:32Gi",
            "framework f *",
            "demand f own v1 1 d firm shape=cpus:1,mem:1Gi",
            "demand f more v1 5 c firm shape=cpus:1,mem:1Gi");

        Assert.Equal(["cpus:2", "cpus:1", "", ""], _bed.Snapshot.Roles.Values.Select(role => role.Lent.ToString()));
        Assert.Equal(["", "", "cpus:5,mem:5Gi", "mem:1Gi"], _bed.Snapshot.Roles.Values.Select(role => role.Borrowed.ToString()));
    }

    /// <summary>A gang is one application, a class by itself another, whatever their names and how many tasks they have.</summary>
    [Fact]
    public void MaxRunning_GangAndClassOfOneName_AreTwo()
    {
        _bed.Run(new SetQuota(new QuotaTree(QuotaTree.Default.Roles.Clear().Add("a", new RoleQuota { MaxRunning = 2 }))));
        _bed.RunAll(
            "agent m1 cpus:9,mem:32Gi",
            "framework f a",
            "demand f x v1 2 a firm shape=cpus:1,mem:1Gi gang=one/2",
            "demand f y v1 1 a firm shape=cpus:1,mem:1Gi gang=one/2",
            "demand f one v1 2 a firm shape=cpus:1,mem:1Gi",
            "demand f warm v1 1 a spare shape=cpus:1,mem:1Gi",
            "demand f third v1 1 a firm shape=cpus:1,mem:1Gi");
        Assert.Equal(6, _bed.Snapshot.Allocations.Count);

        // The gang runs on with one of its three.
        _bed.RunAll("release a1", "demand f x v2 0 a firm shape=cpus:1,mem:1Gi gang=one/2");
        Assert.DoesNotContain(_bed.Snapshot.Allocations.Values, allocation => allocation.Class.Value == "third");
        _bed.RunAll("demand f y v2 0 a firm shape=cpus:1,mem:1Gi gang=one/2");
        Assert.Contains(_bed.Snapshot.Allocations.Values, allocation => allocation.Class.Value == "third");
    }

    /// <summary>Whoever names no user shares with those who do, as one of them; what roles below use is not theirs.</summary>
    [Fact]
    public void Users_UnnamedAreOne_AndWhatIsBelowIsNotTheirs()
    {
        _bed.RunAll(
            "quota a | a/x",
            "framework f *",
            "agent m0 cpus:6,mem:12Gi",
            "demand f below v1 3 a/x firm shape=cpus:1,mem:1Gi",
            "demand f ann v1 3 a firm shape=cpus:1,mem:1Gi user=ann",
            "demand f nobody v1 3 a firm shape=cpus:1,mem:1Gi",
            "demand f ann v2 6 a firm shape=cpus:1,mem:1Gi user=ann");

        var granted = _bed.Run("agent m1 cpus:3,mem:12Gi").Decisions.OfType<AllocationMade>().Select(made => made.Class.Value).ToList();

        Assert.Equal(["nobody", "nobody", "nobody"], granted);
    }
}
