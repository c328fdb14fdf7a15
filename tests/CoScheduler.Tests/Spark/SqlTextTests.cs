using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.Tests.Spark;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("  select * from t")]
    [InlineData("-- a comment\nVALUES (1)")]
    [InlineData("/* a\ncomment */ TABLE t")]
    [InlineData("(SELECT 1) UNION (SELECT 2)")]
    [InlineData("WITH w AS (SELECT 1) SELECT * FROM w")]
    [InlineData("FROM t SELECT a")]
    public void IsQuery_OfAQuery_IsTrue(string text) => Assert.True(SqlText.IsQuery(text));

    [Theory]
    [InlineData("CREATE TABLE t (a INT)")]
    [InlineData("-- SELECT\nINSERT INTO t SELECT 1")]
    [InlineData("WITH w AS (SELECT 1) INSERT INTO t SELECT * FROM w")]
    [InlineData("FROM s INSERT INTO t SELECT a")]
    [InlineData("SET a = b")]
    [InlineData("selected")]
    [InlineData("")]
    [InlineData("/* never closed")]
    public void IsQuery_OfAnythingElse_IsFalse(string text) => Assert.False(SqlText.IsQuery(text));
}
