using CoScheduler.Pool;
using CoScheduler.Pool.Roles;
using CoScheduler.Tests.Scenarios;
using Xunit;

namespace CoScheduler.Tests.Pool.Roles;

public sealed class ReclaimBoundTests
{
    [Fact]
    public void Of_Defaults_IsTheSumOfSection6()
    {
        var bound = Of("site guarantee=cpus:4 | batch", victims: 1)["site"];
        var expected = Defaults.MinRuntime + Defaults.Grace + Defaults.KillWait + Defaults.RoundInterval;

        Assert.Equal(new RoleBound(expected, expected + Defaults.ShareReclaimAfter), bound);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(int.MaxValue, 33_554_432)]
    public void Of_ManyVictims_TakesMoreRounds(int victims, long rounds) =>
        Assert.Equal(Defaults.KillWait + (rounds * Defaults.RoundInterval), Of("only guarantee=cpus:4", victims)["only"].GuaranteeMilliseconds);

    [Fact]
    public void Of_OthersTimes_AreInheritedAndTheLongestCounts()
    {
        var bounds = Of("site guarantee=cpus:1 minRuntime=9h grace=9h | a grace=7s minRuntime=1s | a/x | a/y grace=2s minRuntime=20s | b grace=3s minRuntime=0s", victims: 1);

        Assert.Equal(20_000 + 7_000 + 11_000, bounds["site"].GuaranteeMilliseconds);
    }

    [Fact]
    public void Of_ReclaimWithin_CapsTheGraceOfOthersOnly()
    {
        var bounds = Of("top reclaimWithin=2s | top/site guarantee=cpus:1 grace=1h minRuntime=0s | other grace=1h minRuntime=0s", victims: 1);

        Assert.Equal(2_000 + 30_000 + 11_000, bounds["top/site"].GuaranteeMilliseconds);
    }

    [Fact]
    public void Of_NoGuaranteeAndNoShare_PromisesNothing() =>
        Assert.Equal(new RoleBound(null, null), Of("a shareReclaimAfter=never | b", victims: 1)["a"]);

    [Fact]
    public void Of_EndlessTimes_Saturates() =>
        Assert.Equal(long.MaxValue, Of("a guarantee=cpus:1 | b grace=never minRuntime=never", victims: 1)["a"].GuaranteeMilliseconds);

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, RoleBound> Of(string quota, int victims) =>
        ReclaimBound.Of(ScenarioCommands.Quota(quota), victims);
}
