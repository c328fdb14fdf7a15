using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Tests.Pool;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Properties;

/// <summary>Scenario 21 of peers.md 4.2: any tree of three levels, with limits, loans and weights, is filled exactly.</summary>
public sealed class SharesProperties
{
    private static readonly string[] Paths = ["a", "a/x", "a/x/p", "a/x/q", "a/y", "b", "b/x", "b/x/p", "c"];

    private static readonly Gen<int[]> Draws = Gen.Int[0, 1000].Array[Paths.Length * 6];

    /// <summary>What is due below a role is no more than what is due to it, and each has what it wants of its guarantee while all guarantees fit.</summary>
    [Fact]
    public void Due_AnyTree_IsExactAndMeetsGuarantees() => Draws.Sample(draws => Check(Shares(draws, reversed: false), draws));

    /// <summary>Who asked first is due no more for that.</summary>
    [Fact]
    public void Due_AnyOrderOfAsking_IsTheSame() =>
        Draws.Sample(draws => Assert.Equal(Shares(draws, reversed: false).Select(Line), Shares(draws, reversed: true).Select(Line)));

    private static void Check(IReadOnlyList<RoleView> roles, int[] draws)
    {
        foreach (var parent in roles.Select(role => role.Name.Value).Prepend(""))
        {
            var children = roles.Where(role => ParentOf(role.Name.Value) == parent).ToList();
            var due = parent.Length == 0 ? Capacity(draws) : roles.Single(role => role.Name.Value == parent).FairShare["cpus"];
            Assert.True(children.Sum(child => child.FairShare["cpus"]) <= due, $"Below '{parent}' more is due than to it.");
            if (children.Sum(child => Math.Min(child.Wanted["cpus"], child.Guarantee["cpus"])) <= due)
            {
                Assert.All(children, child => Assert.True(child.FairShare["cpus"] >= Math.Min(child.Wanted["cpus"], child.Guarantee["cpus"]), $"'{child.Name}' is due less than it wants of its guarantee."));
            }
        }

        Assert.All(roles, role => Assert.True(role.FairShare["cpus"] <= role.Wanted["cpus"], $"'{role.Name}' is due more than it wants."));
        Assert.All(roles.Where(role => role.Cap.Names("cpus")), role => Assert.True(role.FairShare["cpus"] <= role.Cap["cpus"], $"'{role.Name}' is due more than it may have."));
    }

    private static IReadOnlyList<RoleView> Shares(int[] draws, bool reversed)
    {
        var bed = new PoolBed();
        bed.Run(new SetQuota(Quota(draws)));
        bed.Run(new RegisterFramework(new FrameworkId("f"), "f", [RoleName.Root], 0));
        var leaves = Enumerable.Range(0, Paths.Length).Where(i => !Paths.Any(path => path.StartsWith(Paths[i] + "/", StringComparison.Ordinal)));
        foreach (var i in reversed ? leaves.Reverse() : leaves)
        {
            var shape = ResourceVector.Of(1 + (draws[i] % 7), 0);
            bed.Run(new SetDemand(new FrameworkId("f"), new DemandClass(Paths[i]), 1, draws[i], DemandTerms.Of(new RoleName(Paths[i]), shape, DemandMode.Firm)));
        }

        // Nothing is granted for want of an agent that takes tasks, so shares are what is wanted and due alone.
        bed.Run(new Restarted(1));
        bed.Run(new RegisterAgent(new AgentId("m"), ResourceVector.Of(Capacity(draws), 0), ImmutableSortedDictionary<string, string>.Empty));
        return [.. bed.Snapshot.Roles.Values];
    }

    private static string Line(RoleView role) => $"{role.Name} {role.FairShare} {role.Wanted}";

    private static long Capacity(int[] draws) => 1 + (draws[^1] * 5);

    private static string ParentOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>Guarantees from the leaves up, so that the validator finds no fault; a parent's is its children's and a little more.</summary>
    private static QuotaTree Quota(int[] draws)
    {
        var roles = new Dictionary<string, RoleQuota>(StringComparer.Ordinal);
        for (var i = Paths.Length - 1; i >= 0; i--)
        {
            var below = roles.Where(role => ParentOf(role.Key) == Paths[i]).Sum(role => role.Value.Guarantee["cpus"]);
            var guarantee = below + (draws[Paths.Length + i] % 300);
            roles.Add(Paths[i], new RoleQuota
            {
                Guarantee = ResourceVector.Of(guarantee, 0),
                Weight = draws[(2 * Paths.Length) + i] % 4,
                Lend = draws[(3 * Paths.Length) + i] % 3 == 0 ? ResourceVector.Of(guarantee / 2, 0) : null,
                Borrow = draws[(4 * Paths.Length) + i] % 3 == 0 ? ResourceVector.Of(draws[(4 * Paths.Length) + i], 0) : null,
                Limit = draws[(5 * Paths.Length) + i] % 4 == 0 ? ResourceVector.Of(guarantee + draws[(5 * Paths.Length) + i], 0) : null,
            });
        }

        return new QuotaTree(roles.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
