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
        ["d"] = ParameterType.Double,
        ["truth"] = ParameterType.Boolean,
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
        Assert.Equal(expected.Replace("$a", "7", StringComparison.Ordinal), With(sql).Sql);

    [Fact]
    public void With_Values_BindsThoseThatNeedQuotes() =>
        Assert.Equal(["b", "price"], With("SELECT :a, :b, ':d', :b, :price, :d, :truth").Bound.Select(static value => value.Name));

    [Theory]
    [InlineData(ParameterType.Int, "-2147483648", "CAST(-2147483648 AS INTEGER)")]
    [InlineData(ParameterType.BigInt, "-9223372036854775808", "CAST(-9223372036854775808 AS BIGINT)")]
    [InlineData(ParameterType.Double, "0.1", "CAST(1.0000000000000001E-001 AS DOUBLE)")]
    [InlineData(ParameterType.Double, "-0", "CAST(-0.0000000000000000E+000 AS DOUBLE)")]
    [InlineData(ParameterType.Double, "NaN", "CAST($x AS DOUBLE)")]
    [InlineData(ParameterType.Boolean, "True", "CAST(true AS BOOLEAN)")]
    [InlineData(ParameterType.String, "'; DROP TABLE t; --", "CAST($x AS VARCHAR)")]
    public void With_Value_IsSaidExactlyOrBound(ParameterType type, string value, string expected) =>
        Assert.Equal(expected, NamedParameters.Translate(":x", new Dictionary<string, ParameterType> { ["x"] = type }).With([new("x", type, value)]).Sql);

    private static (string Sql, IReadOnlyCollection<WireParameter> Bound) With(string sql) => NamedParameters.Translate(sql, _parameters).With(
    [
        new("a", ParameterType.Int, "7"),
        new("b", ParameterType.String, "it's"),
        new("price", ParameterType.Decimal, "1.50"),
        new("d", ParameterType.Double, "1.5"),
        new("truth", ParameterType.Boolean, "true"),
    ]);
}
