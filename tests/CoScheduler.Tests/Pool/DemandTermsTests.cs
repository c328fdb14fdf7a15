using System.Collections.Immutable;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>Terms are compared by all that they say: equal ones are one class, and other ones take back what was given for the old.</summary>
public sealed class DemandTermsTests
{
    private static DemandTerms Terms() => new(new RoleName("a"), ResourceVector.Parse("cpus:1"), DemandMode.Firm, 3, [new PlacementConstraint("zone", ConstraintOperator.In, ["z1", "z2"])], "g")
    {
        GangClasses = 2,
        User = "ann",
        StartWithinMilliseconds = 5000,
        Placement = Placement(),
    };

    private static PlacementTerms Placement() => new()
    {
        Labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("app", "web"),
        Affinity = [new AffinityTerm("app", "db", "zone", Anti: false)],
        Spread = [new SpreadTerm("zone", 1, "app", "web")],
        Tolerations = [new Toleration("gpu", null)],
        Strategy = PlacementStrategy.Spread,
    };

    public static TheoryData<string, Func<DemandTerms, DemandTerms>> Changes => new()
    {
        { "role", terms => terms with { Role = new RoleName("b") } },
        { "shape", terms => terms with { Shape = ResourceVector.Parse("cpus:2") } },
        { "mode", terms => terms with { Mode = DemandMode.Open } },
        { "priority", terms => terms with { Priority = 4 } },
        { "gang", terms => terms with { Gang = "h" } },
        { "classes", terms => terms with { GangClasses = 3 } },
        { "user", terms => terms with { User = null } },
        { "deadline", terms => terms with { StartWithinMilliseconds = null } },
        { "constraint", terms => terms with { Constraints = [new PlacementConstraint("zone", ConstraintOperator.In, ["z1"])] } },
        { "operator", terms => terms with { Constraints = [new PlacementConstraint("zone", ConstraintOperator.NotEqual, ["z1", "z2"])] } },
        { "attribute", terms => terms with { Constraints = [new PlacementConstraint("rack", ConstraintOperator.In, ["z1", "z2"])] } },
        { "no constraint", terms => terms with { Constraints = [] } },
        { "no placement", terms => terms with { Placement = null } },
        { "labels", terms => terms with { Placement = Placement() with { Labels = ImmutableSortedDictionary<string, string>.Empty } } },
        { "affinity", terms => terms with { Placement = Placement() with { Affinity = [] } } },
        { "spread", terms => terms with { Placement = Placement() with { Spread = [] } } },
        { "tolerations", terms => terms with { Placement = Placement() with { Tolerations = [] } } },
        { "strategy", terms => terms with { Placement = Placement() with { Strategy = PlacementStrategy.Pack } } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Equals_OneThingChanged_DoesNot(string what, Func<DemandTerms, DemandTerms> change)
    {
        Assert.False(Terms().Equals(change(Terms())), what);
        Assert.False(change(Terms()).Equals(Terms()), what);
    }

    [Fact]
    public void Equals_TheSameMadeTwice_Does()
    {
        Assert.Equal(Terms(), Terms());
        Assert.Equal(Terms().GetHashCode(), Terms().GetHashCode());
        Assert.Equal(Placement().GetHashCode(), Placement().GetHashCode());
        Assert.False(Terms().Equals(null) || Placement().Equals(null));
    }
}
