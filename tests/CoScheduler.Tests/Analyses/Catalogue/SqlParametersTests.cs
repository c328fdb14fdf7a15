using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class SqlParametersTests
{
    [Theory]
    [InlineData("SELECT :a, :b_2", "a,b_2")]
    [InlineData("SELECT ':no', \":no\", `:no`, :yes", "yes")]
    [InlineData("SELECT 'it''s :no' || :yes", "yes")]
    [InlineData("SELECT 1 -- :no\n + :yes", "yes")]
    [InlineData("SELECT /* :no /* :no */ :no */ :yes", "yes")]
    [InlineData("SELECT a::int, :b::text", "b")]
    [InlineData("SELECT list[1:n], {'k':v}, x=:yes", "yes")]
    [InlineData("SELECT $$ :no $$, (:yes)", "yes")]
    [InlineData("SELECT :a + :a", "a,a")]
    [InlineData("SELECT ': no', : no", "")]
    public void Find_Sql_GivesThePlacesOfValues(string sql, string names) =>
        Assert.Equal(names, string.Join(',', SqlParameters.Find(sql).Select(p => p.Name)));

    [Fact]
    public void Find_BackslashBeforeAQuote_EscapesItInSparkOnly()
    {
        const string sql = @"SELECT 'a\' || :b || ' :c'";

        Assert.Equal(["b"], SqlParameters.Find(sql).Select(p => p.Name));
        Assert.Equal(["c"], SqlParameters.Find(sql, backslashEscapes: true).Select(p => p.Name));
    }

    [Fact]
    public void Rewrite_Sql_ReplacesThePlacesOnly() =>
        Assert.Equal("SELECT $a, ':a', x::int", SqlParameters.Rewrite("SELECT :a, ':a', x::int", name => "$" + name));

    [Theory]
    [InlineData("SELECT a, b AS c, t.d, count(*), f(x, y) AS e FROM t", "a,c,d,e")]
    [InlineData("WITH x AS (SELECT a, a FROM t) SELECT b FROM x", "b")]
    [InlineData("SELECT 1 AS a UNION ALL SELECT 2 AS a", "a")]
    [InlineData("SELECT *, (SELECT max(z) FROM u) AS m FROM t", "m")]
    public void FindColumns_Sql_GivesTheNamesThatAreCertain(string sql, string names) =>
        Assert.Equal(names, string.Join(',', SqlColumns.Find(sql, backslashEscapes: false).Select(c => c.Name)));
}
