using CoScheduler.Pool;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Scheduling;
using Xunit;

namespace CoScheduler.Tests.Pool.Scheduling;

public sealed class RankTests
{
    [Theory]
    [InlineData(true, 9, 1, false, 1, 1)] // inside its guarantee
    [InlineData(false, 2, 1, false, 3, 1)] // has less
    [InlineData(false, 3, 2, false, 2, 1)] // has less for its weight
    [InlineData(false, 9, 1, false, 0, 0)] // whoever has no weight is last
    [InlineData(false, 1, 0, false, 2, 0)]
    [InlineData(true, 2, 0, false, 0, 5)]
    public void Before_OfTwo_OneIs(bool covered, ulong share, int weight, bool otherCovered, ulong otherShare, int otherWeight)
    {
        var (first, second) = (new Rank(covered, share, weight), new Rank(otherCovered, otherShare, otherWeight));

        Assert.True(first.Before(second));
        Assert.False(second.Before(first));
    }

    [Theory]
    [InlineData(2, 1, 4, 2)]
    [InlineData(3, 0, 3, 0)]
    public void Before_OfAlike_NeitherIs(ulong share, int weight, ulong otherShare, int otherWeight)
    {
        Assert.False(new Rank(false, share, weight).Before(new Rank(false, otherShare, otherWeight)));
        Assert.False(new Rank(false, otherShare, otherWeight).Before(new Rank(false, share, weight)));
    }

    [Theory]
    [InlineData("cpus:1,mem:1Gi", "cpus:4,mem:16Gi", "", 1UL << 30)]
    [InlineData("cpus:1,mem:8Gi", "cpus:4,mem:16Gi", "", 1UL << 31)]
    [InlineData("cpus:1,gpus:1", "cpus:4", "", 1UL << 30)]
    [InlineData("cpus:3", "cpus:4", "cpus:2", 1UL << 30)]
    [InlineData("cpus:2", "cpus:4", "cpus:2", 0)]
    [InlineData("cpus:1,mem:8Gi", "cpus:4,mem:16Gi", "mem:8Gi", 1UL << 30)]
    [InlineData("cpus:8", "cpus:4", "", 1UL << 33)]
    [InlineData("", "cpus:4", "", 0)]
    public void DominantShare_IsTheLargestPart_AboveABound(string used, string capacity, string above, ulong share)
    {
        var dimensions = new Dimensions();
        var bound = above.Length == 0 ? null : new Bound(dimensions, ResourceVector.Parse(above));

        Assert.Equal(share, Rank.DominantShare(AmountsOf(dimensions, used), AmountsOf(dimensions, capacity), bound));
    }

    private static Amounts AmountsOf(Dimensions dimensions, string text)
    {
        var amounts = new Amounts();
        amounts.Add(dimensions.NeedOf(ResourceVector.Parse(text)));
        return amounts;
    }
}
