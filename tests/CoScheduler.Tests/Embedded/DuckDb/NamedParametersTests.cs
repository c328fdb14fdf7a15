using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

public sealed class NamedParametersTests
{
    private static readonly Dictionary<string, ParameterType> _parameters = new()
    {
        ["a"] = ParameterType.Int,
        ["b"] = ParameterType.String,
        ["price"] = ParameterType.Decimal,
    };

    [Theory]
    [InlineData("SELECT :a", "SELECT CAST($a AS INTEGER)")]
    [InlineData("SELECT :a+:b", "SELECT CAST($a AS INTEGER)+CAST($b AS VARCHAR)")]
    [InlineData("SELECT :price", "SELECT $price")]
    [InlineData("SELECT ':a'", "SELECT ':a'")]
    [InlineData("SELECT 'it''s :a', :a", "SELECT 'it''s :a', CAST($a AS INTEGER)")]
    [InlineData(@"SELECT E'\':a', :a", @"SELECT E'\':a', CAST($a AS INTEGER)")]
    [InlineData(@"SELECT 'x\', :a", @"SELECT 'x\', CAST($a AS INTEGER)")]
    [InlineData("SELECT \":a\", :a", "SELECT \":a\", CAST($a AS INTEGER)")]
    [InlineData("SELECT 1 -- :a\n, :a", "SELECT 1 -- :a\n, CAST($a AS INTEGER)")]
    [InlineData("SELECT /* :a */ :a", "SELECT /* :a */ CAST($a AS INTEGER)")]
    [InlineData("SELECT $$ :a $$, $t$ :a $t$, :a", "SELECT $$ :a $$, $t$ :a $t$, CAST($a AS INTEGER)")]
    [InlineData("SELECT x::a, :a::INT", "SELECT x::a, CAST($a AS INTEGER)::INT")]
    [InlineData("SELECT :ab, l[1:n]", "SELECT :ab, l[1:n]")]
    [InlineData("SELECT ':a", "SELECT ':a")]
    [InlineData("SELECT 1 /* :a", "SELECT 1 /* :a")]
    public void Translate_Body_TouchesParametersOnly(string sql, string expected) =>
        Assert.Equal(expected, NamedParameters.Translate(sql, _parameters).Sql);

    [Fact]
    public void Translate_Body_TellsWhichParametersItUses() =>
        Assert.Equal(["a"], NamedParameters.Translate("SELECT :a, ':b'", _parameters).Used);
}
