using CoScheduler.Server.Quota;
using Xunit;

namespace CoScheduler.Tests.Server.Quota;

public sealed class QuotaDifferenceTests
{
    [Fact]
    public void Between_TwoTrees_NamesRolesAndFields()
    {
        var before = QuotaFile.Parse("roles: {a: {weight: 1}, b: {weight: 2, grace: 60s}, c: {}}").Tree!;
        var after = QuotaFile.Parse("roles: {a: {}, b: {weight: 3, grace: 1m, limit: \"cpus:1\"}, d: {}}").Tree!;

        var differences = QuotaDifference.Between(before, after);

        Assert.Equal(["b", "c (removed)", "d (added)"], differences.Select(d => d.ToString()));
        Assert.Equal([new FieldDifference("weight", "2", "3"), new FieldDifference("limit", null, "cpus:1")], differences[0].Fields);
    }

    [Fact]
    public void Between_EqualTrees_IsEmpty()
    {
        var tree = QuotaFile.Parse("roles: {a: {guarantee: \"cpus:1\", roles: {b: {lend: \"cpus:0\"}}}}").Tree!;

        Assert.Empty(QuotaDifference.Between(tree, QuotaFile.Parse(QuotaText.ToYaml(tree)).Tree!));
    }
}
