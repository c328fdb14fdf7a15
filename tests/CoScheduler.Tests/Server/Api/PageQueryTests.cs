using CoScheduler.Server.Api;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

public sealed class PageQueryTests
{
    private static readonly string[] _items = ["a", "b", "c", "d", "e"];

    [Fact]
    public void Cut_PageByPage_GivesAllOnce()
    {
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = new PageQuery(2, after).Cut(_items, i => i);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(_items, seen);
    }

    [Fact]
    public void Cut_LastPageThatIsFull_HasNoNext() => Assert.Null(new PageQuery(5, null).Cut(_items, i => i).Next);

    [Fact]
    public void Cut_AfterAnItemThatIsGone_GoesOnBehindIt() => Assert.Equal(["c"], new PageQuery(1, "bb").Cut(_items, i => i).Items);

    [Fact]
    public void Cut_Numbers_AreOrderedAsNumbers() =>
        Assert.Equal(["o10"], new PageQuery(9, "o9").Cut(["o1", "o9", "o10"], i => i, PoolEndpoints.NumberOrder.Instance).Items);

    [Fact]
    public void Of_NothingSaid_IsTheFirstHundred() => Assert.Equal(new PageQuery(100, null), PageQuery.Of(new DefaultHttpContext().Request));
}
