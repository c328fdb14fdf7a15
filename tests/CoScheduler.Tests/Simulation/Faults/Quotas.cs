using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>Draws quotas: the same roles, other amounts.</summary>
internal static class Quotas
{
    private const long Gi = 1L << 30;

    public static readonly ImmutableArray<RoleName> Leaves = [new("a"), new("b"), new("c/x"), new("c/y")];

    /// <summary>How long anything of section 6 may take: the longest minRuntime, grace and kill wait, and some rounds.</summary>
    public static readonly long Bound = LongestRuntime + LongestGrace + Defaults.KillWait + (20 * Defaults.RoundInterval);

    private const long LongestRuntime = 4_000;
    private const long LongestGrace = 5_000;

    public static QuotaTree Valid(SeededRandom random)
    {
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        foreach (var name in new[] { "a", "b", "c", "c/x", "c/y" })
        {
            var guarantee = name == "c" ? ResourceVector.Of(4_000, 8 * Gi) : random.Chance(60) ? ResourceVector.Of(500 * random.Next(1, 4), Gi * random.Next(1, 4)) : ResourceVector.Empty;
            roles.Add(name, new RoleQuota
            {
                Guarantee = guarantee,
                Limit = random.Chance(25) ? ResourceVector.Empty.With(ResourceVector.Cpus, 1000 * random.Next(4, 9)) : null,
                Weight = random.Next(0, 3),
                Lend = random.Chance(10) ? guarantee.Min(ResourceVector.Of(500, Gi)) : null,
                Borrow = random.Chance(10) ? ResourceVector.Of(2000, 4 * Gi) : null,
                GraceMilliseconds = random.Next(0L, LongestGrace),
                MinRuntimeMilliseconds = random.Next(0L, LongestRuntime),
                MaxRunning = random.Chance(8) ? random.Next(1, 3) : null,
                ShareReclaimAfterMilliseconds = random.Chance(30) ? long.MaxValue : random.Next(0L, 20_000),
            });
        }

        return new QuotaTree(roles.ToImmutable());
    }

    /// <summary>One that must be refused: a child with more than its parent, or a limit below the guarantee.</summary>
    public static QuotaTree Invalid(SeededRandom random)
    {
        var valid = Valid(random);
        return random.Chance(50)
            ? valid with { Roles = valid.Roles.SetItem("c/x", valid.Roles["c/x"] with { Guarantee = ResourceVector.Of(9_000, Gi) }) }
            : valid with { Roles = valid.Roles.SetItem("b", new RoleQuota { Guarantee = ResourceVector.Of(2_000, Gi), Limit = ResourceVector.Of(1_000, Gi) }) };
    }
}
