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
}
