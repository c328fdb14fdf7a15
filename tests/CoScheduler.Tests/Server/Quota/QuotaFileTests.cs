using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using Xunit;

namespace CoScheduler.Tests.Server.Quota;

public sealed class QuotaFileTests
{
    private const string Example = """
        roles:
          site:      {guarantee: "cpus:4,mem:8Gi", weight: 3, grace: 10s}
          analytics:
            guarantee: {cpus: 2500m, mem: 4Gi}
            limit: "cpus:12"
            lend: "cpus:2"
            borrow: "cpus:8"
            minRuntime: 5s
            shareReclaimAfter: never
            roles:
              realtime: {guarantee: "cpus:1,mem:1Gi", weight: 2, maxQueued: 7, maxRunning: 3, slotsPerCpu: 2, reclaimWithin: 1m}
              batch:
        """;

    [Fact]
    public void Parse_WholeExample_GivesTheTree()
    {
        var roles = Tree(Example).Roles;
        Assert.Equal(["analytics", "analytics/batch", "analytics/realtime", "site"], roles.Keys);
        Assert.Equal(ResourceVector.Parse("cpus:2.5,mem:4Gi"), roles["analytics"].Guarantee);
        Assert.Equal(long.MaxValue, roles["analytics"].ShareReclaimAfterMilliseconds);
        Assert.Equal((2, 7, 3, 2), (roles["analytics/realtime"].Weight, roles["analytics/realtime"].MaxQueued, roles["analytics/realtime"].MaxRunning, roles["analytics/realtime"].SlotsPerCpu));
        Assert.Equal(10_000, roles["site"].GraceMilliseconds);
    }

    [Fact]
    public void Parse_FiveFaults_NamesAllWithPlaceAndPointer()
    {
        var (tree, errors) = QuotaFile.Parse("""
            roles:
              a:
                guarantee: "mem:4"
                wieght: 3
                weight: many
              b/c: {limit: "cpus:x"}
              d: {grace: soon}
            """);
        Assert.Null(tree);
        Assert.Equal(
            [("/roles/a/guarantee", "invalid_amount"), ("/roles/a/wieght", "unknown_key"), ("/roles/a/weight", "wrong_type"), ("/roles/b~1c/limit", "invalid_amount"), ("/roles/d/grace", "invalid_duration")],
            errors.Select(e => (e.Pointer, e.Code)));
        Assert.StartsWith("line 3, column 5: ", errors[0].Detail, StringComparison.Ordinal);
        Assert.Contains("did you mean 'weight'?", errors[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MemoryWithoutUnit_SuggestsOne() =>
        Assert.Contains("Gi", Assert.Single(QuotaFile.Parse("roles: {a: {guarantee: \"mem:4\"}}").Errors).Detail, StringComparison.Ordinal);

    [Fact]
    public void Parse_ChildrenAboveTheirParent_IsAFaultAtTheParent()
    {
        var error = Assert.Single(QuotaFile.Parse("roles:\n  a:\n    guarantee: \"cpus:1\"\n    roles: {b: {guarantee: \"cpus:2\"}}\n").Errors);
        Assert.Equal("/roles/a/guarantee", error.Pointer);
        Assert.StartsWith("line 3", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("roles: [a]")]
    [InlineData("roles: {}")]
    [InlineData("roles: {a: 3}")]
    [InlineData("roles: {a: {guarantee: [cpus]}}")]
    [InlineData("role: {a: {}}")]
    [InlineData("roles: {a: {weight: 1}, a: {weight: 2}}")]
    [InlineData("roles: {a: {")]
    public void Parse_WhatIsNoQuota_HasFaults(string text)
    {
        var (tree, errors) = QuotaFile.Parse(text);
        Assert.Null(tree);
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData("roles: {a: {weight: \"3\"}}", "wrong_type", "without quotes")]
    [InlineData("roles: {a: {weight: -1}}", "wrong_type", "0 to")]
    [InlineData("roles: {a: {weight: 3000000000}}", "wrong_type", "0 to")]
    [InlineData("roles: {a: {weight: 1000001}}", "invalid_quota", "0 to 1000000")]
    [InlineData("roles: {a: {guarantee: \"cpus:-1\"}}", "invalid_amount", "cpus:-1")]
    [InlineData("roles: {a: {guarantee: \"cpus:99999999999999999999\"}}", "invalid_amount", "99999999999999999999")]
    [InlineData("roles: {a: {guarantee: {cpus: {a: 1}}}}", "wrong_type", "must be resources")]
    [InlineData("roles: {a: {grace: 999999999999999d}}", "invalid_duration", "too long")]
    [InlineData("roles: {a: {grace: -1s}}", "invalid_duration", "10s")]
    [InlineData("roles: {a: {guarantee: \"cpus:2\", limit: \"cpus:1\"}}", "invalid_quota", "below the guarantee")]
    [InlineData("roles: {a: {roles: {b: {}}}, a/b: {}}", "duplicate_name", "twice")]
    [InlineData("roles: &all {a: {roles: *all}}", "cycle", "contains itself")]
    [InlineData("roles: {b/c: {}}", "invalid_quota", "'b' is missing")]
    [InlineData("roles: {a!: {}}", "invalid_quota", "letters")]
    [InlineData("roles: {? {x: y} : {}}", "invalid_quota", "letters")]
    public void Parse_OneFault_IsNamedWithItsPlaceAndWhatToDo(string text, string code, string says)
    {
        var error = Assert.Single(QuotaFile.Parse(text).Errors);
        Assert.Equal(code, error.Code);
        Assert.StartsWith("line 1, column ", error.Detail, StringComparison.Ordinal);
        Assert.Contains(says, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AliasesThatGrow_AreCutOff()
    {
        var text = "roles: {a: &a {}, " + string.Join(", ", Enumerable.Range(1, 7).Select(i =>
            $"l{i}: &l{i} {{roles: {{{string.Join(", ", Enumerable.Range(0, 9).Select(k => $"r{k}: *{(i == 1 ? "a" : $"l{i - 1}")}"))}}}}}")) + "}";
        Assert.Contains(QuotaFile.Parse(text).Errors, e => e.Code == "out_of_range");
    }

    [Fact]
    public void Parse_WhatQuotaTextWrites_IsTheSameTree()
    {
        var tree = Tree(Example);
        Assert.Equal(QuotaText.ETag(tree), QuotaText.ETag(Tree(QuotaText.ToYaml(tree))));
        Assert.Equal(QuotaText.ETag(tree), QuotaText.ETag(Tree(QuotaText.ToJson(tree).ToJsonString())));
        Assert.Equal(tree.Roles.Keys, Tree(QuotaText.ToYaml(tree)).Roles.Keys);
    }

    [Fact]
    public void ETag_OfAnotherTree_Differs() => Assert.NotEqual(QuotaText.ETag(Tree(Example)), QuotaText.ETag(Tree(Example.Replace("weight: 3", "weight: 4", StringComparison.Ordinal))));

    private static QuotaTree Tree(string text)
    {
        var (tree, errors) = QuotaFile.Parse(text);
        Assert.Empty(errors);
        return tree!;
    }
}
