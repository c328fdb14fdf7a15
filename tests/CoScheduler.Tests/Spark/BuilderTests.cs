using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.Tests.Spark;

public sealed class BuilderTests
{
    private const string Remote = "sc://127.0.0.1:15999/;user_id=builder";

    [Fact]
    public async Task GetOrCreate_SameServerAndUser_GivesTheSameSessionUntilItHasEnded()
    {
        var first = SparkSession.Builder().Remote(Remote).GetOrCreate();
        Assert.Same(first, SparkSession.Builder().Remote(Remote).GetOrCreate());
        await first.DisposeAsync();
        await using var second = SparkSession.Builder().Remote(Remote).GetOrCreate();
        Assert.NotSame(first, second);
        await using var other = SparkSession.Builder().Remote(Remote + "2").GetOrCreate();
        Assert.Equal("builder2", other.UserId);
    }

    [Fact]
    public async Task Create_Twice_GivesTwoSessions()
    {
        await using var first = SparkSession.Builder().Remote(Remote).Create();
        await using var second = SparkSession.Builder().Remote(Remote).Create();
        Assert.NotEqual(first.SessionId, second.SessionId);
        await using var third = first.NewSession();
        Assert.NotEqual(first.SessionId, third.SessionId);
    }
}
