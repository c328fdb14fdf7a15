using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool.Roles;

public sealed class FairSharesTests
{
    private readonly PoolBed _bed = new();

    [Fact]
    public void Due_ResourceThatTheGuaranteeDoesNotName_IsFirstWhatKeptTasksTake()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:2 | b weight=1000",
            "agent m1 cpus:8,mem:8Gi",
            "framework f *",
            "demand f a v1 2 a firm shape=cpus:1,mem:3Gi",
            "demand f b v1 8 b firm shape=cpus:1,mem:1Gi");

        Assert.Equal(ResourceVector.Parse("cpus:2,mem:6Gi"), _bed.Snapshot.Roles["a"].FairShare);
        Assert.Equal(ResourceVector.Parse("cpus:6,mem:2Gi"), _bed.Snapshot.Roles["b"].FairShare);
    }

    /// <summary>What a role does not lend is due to nobody else, though it wants nothing itself.</summary>
    [Fact]
    public void Due_BesideWhatIsNotLent_IsLess()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:4 lend=cpus:1 | b",
            "agent m1 cpus:8,mem:8Gi",
            "framework f *",
            "demand f b v1 8 b firm shape=cpus:1,mem:1Gi");

        Assert.Equal(5000, _bed.Snapshot.Roles["b"].FairShare["cpus"]);
    }

    /// <summary>Who takes anything wants all that there is, as it is now.</summary>
    [Fact]
    public void Wanted_OfWhoTakesAnything_GrowsWithThePool()
    {
        _bed.RunAll(
            "quota a | b",
            "agent m1 cpus:4,mem:8Gi",
            "framework f *",
            "demand f any v1 1 b open",
            "decline o1 filter=1h",
            "suppress f");
        Assert.Equal(4000, _bed.Snapshot.Roles["b"].Wanted["cpus"]);

        _bed.RunAll("agent m2 cpus:4,mem:8Gi");
        Assert.Equal((8000, 8000), (_bed.Snapshot.Roles["b"].Wanted["cpus"], _bed.Snapshot.Roles["b"].FairShare["cpus"]));
    }
}
