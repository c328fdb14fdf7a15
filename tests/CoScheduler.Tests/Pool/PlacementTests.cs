using System.Collections.Immutable;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>Where tasks go, and what keeps them away.</summary>
public sealed class PlacementTests
{
    private static readonly FrameworkId _framework = new("f");

    private readonly PoolBed _bed = new();

    public PlacementTests()
    {
        _bed.RunAll("quota a | b", "agent m1 cpus:4,mem:8Gi zone=z1", "agent m2 cpus:4,mem:8Gi zone=z1", "agent m3 cpus:4,mem:8Gi zone=z2", "framework f *");
    }

    [Fact]
    public void Pack_FillsTheFirstAgent_BeforeTheNext() =>
        Assert.Equal(["m1", "m1", "m1", "m1", "m2"], Grant("web", 5, new PlacementTerms()));

    [Fact]
    public void Spread_TakesTheEmptiestAgent() =>
        Assert.Equal(["m1", "m2", "m3"], Grant("web", 3, new PlacementTerms { Strategy = PlacementStrategy.Spread }).Order(StringComparer.Ordinal));

    [Fact]
    public void Taint_KeepsAway_WhoDoesNotTolerateIt()
    {
        Run(new RegisterAgent(new AgentId("m1"), ResourceVector.Parse("cpus:4,mem:8Gi"), Zone("z1")) { Taints = [new Taint("gpu", "only")] });
        Assert.Equal(["m2"], Grant("plain", 1, new PlacementTerms()));
        Assert.Equal(["m1"], Grant("any", 1, new PlacementTerms { Tolerations = [new Toleration("gpu", null)] }));
        Assert.Equal(["m2"], Grant("other", 1, new PlacementTerms { Tolerations = [new Toleration("gpu", "never")] }));
    }

    [Fact]
    public void Taint_ThatIsGone_KeepsNobodyAway_AndIsNotNamed()
    {
        Run(new RegisterAgent(new AgentId("m3"), ResourceVector.Parse("cpus:4,mem:8Gi"), Zone("z2")) { Taints = [new Taint("gpu", "only")] });
        Assert.Empty(_bed.Run("demand f full v1 4 a firm shape=cpus:1,mem:1Gi where=zone:z2").Decisions.OfType<AllocationMade>());

        Assert.Equal(4, Agents(Run(new RegisterAgent(new AgentId("m3"), ResourceVector.Parse("cpus:4,mem:8Gi"), Zone("z2")))).Count);
        _bed.Run("demand f more v1 1 a firm shape=cpus:1,mem:1Gi where=zone:z2");

        Assert.Equal("There is room where its constraints on zone don't hold.", _bed.Snapshot.Demands[^1].Reason!.Message);
        _bed.AssertReplays();
    }

    [Theory]
    [InlineData(ConstraintOperator.In, "zone", "z2,z1", "m1 m1 m1 m1 m2")]
    [InlineData(ConstraintOperator.In, "agent", "m3,m2", "m2 m2 m2 m2 m3")]
    [InlineData(ConstraintOperator.In, "zone", "z2,z2", "m3 m3 m3 m3")]
    [InlineData(ConstraintOperator.Equal, "zone", "z2", "m3 m3 m3 m3")]
    [InlineData(ConstraintOperator.Equal, "zone", "", "")]
    [InlineData(ConstraintOperator.NotEqual, "zone", "z1", "m3 m3 m3 m3")]
    [InlineData(ConstraintOperator.NotEqual, "rack", "r1", "m1 m1 m1 m1 m2")]
    [InlineData(ConstraintOperator.Exists, "zone", "", "m1 m1 m1 m1 m2")]
    [InlineData(ConstraintOperator.Exists, "rack", "", "")]
    [InlineData(ConstraintOperator.Like, "zone", "*2", "m3 m3 m3 m3")]
    [InlineData(ConstraintOperator.Like, "rack", "*", "")]
    public void Constraint_LeavesTheAgentsThatItSays(ConstraintOperator op, string attribute, string values, string agents)
    {
        var constraint = new PlacementConstraint(attribute, op, [.. values.Split(',', StringSplitOptions.RemoveEmptyEntries)]);
        var result = Run(new SetDemand(_framework, new DemandClass("web"), 1, 5, Terms("a", new PlacementTerms()) with { Constraints = [constraint] }));
        Assert.Equal(agents, string.Join(' ', Agents(result)));
    }

    [Fact]
    public void Attributes_ThatChange_AreLookedAtAsTheyAre()
    {
        Assert.Equal(["m3"], Agents(_bed.Run("demand f here v1 1 a firm shape=cpus:1,mem:1Gi where=zone:z2")));

        Run(new RegisterAgent(new AgentId("m2"), ResourceVector.Parse("cpus:4,mem:8Gi"), Zone("z2")));

        Assert.Equal(["m2"], Agents(_bed.Run("demand f there v1 1 a firm shape=cpus:1,mem:1Gi where=zone:z2")));
    }

    [Fact]
    public void AntiAffinity_AllowsOneAnAgent_AndSaysWhyTheRestWaits()
    {
        var terms = new PlacementTerms { Labels = Labels("app", "db"), Affinity = [new AffinityTerm("app", "db", "agent", Anti: true)] };
        Assert.Equal(["m1", "m2", "m3"], Grant("db", 4, terms));
        Assert.Equal(ReasonCode.Constraint, _bed.Snapshot.Demands.Single().Reason!.Code);
    }

    [Fact]
    public void AntiAffinity_OfWhatRuns_KeepsOthersAway()
    {
        Grant("quiet", 1, new PlacementTerms { Affinity = [new AffinityTerm("app", "noisy", "zone", Anti: true)] });
        Assert.Equal(["m3"], Grant("noisy", 1, new PlacementTerms { Labels = Labels("app", "noisy") }));
    }

    [Fact]
    public void Affinity_GoesWhereTheOthersAre()
    {
        Run(new SetDemand(_framework, new DemandClass("first"), 1, 1, Terms("a", new PlacementTerms { Labels = Labels("app", "cache") }) with { Constraints = [new PlacementConstraint("agent", ConstraintOperator.Equal, ["m3"])] }));
        Assert.Equal(["m3"], Grant("beside", 1, new PlacementTerms { Affinity = [new AffinityTerm("app", "cache", "zone", Anti: false)] }));
    }

    [Fact]
    public void TopologySpread_KeepsTheSkew()
    {
        var terms = new PlacementTerms { Labels = Labels("app", "web"), Spread = [new SpreadTerm("zone", 1, "app", "web")] };
        var zones = Grant("web", 8, terms).Select(agent => agent == "m3" ? "z2" : "z1").ToList();
        Assert.Equal((4, 4), (zones.Count(zone => zone == "z1"), zones.Count(zone => zone == "z2")));
        Assert.Empty(Grant("more", 1, terms with { Spread = [new SpreadTerm("zone", 1, "app", "web"), new SpreadTerm("rack", 1, "app", "web")] }));
    }

    [Theory]
    [InlineData(ConstraintOperator.Equal, "z2", "m3")]
    [InlineData(ConstraintOperator.NotEqual, "z1", "m3")]
    [InlineData(ConstraintOperator.In, "z2", "m3")]
    [InlineData(ConstraintOperator.Like, "*2", "m3")]
    [InlineData(ConstraintOperator.Like, "z?", "m1")]
    [InlineData(ConstraintOperator.Exists, "", "m1")]
    public void Constraint_OnAnAttribute_ChoosesTheAgent(ConstraintOperator how, string value, string expected)
    {
        var terms = Terms("a", null) with { Constraints = [new PlacementConstraint("zone", how, [value])] };
        Assert.Equal([expected], Agents(Run(new SetDemand(_framework, new DemandClass("c"), 1, 1, terms))));
    }

    [Fact]
    public void Constraint_OnAFewValues_LooksAtTheAgentsOfEach()
    {
        var terms = Terms("a", null) with { Constraints = [new PlacementConstraint("zone", ConstraintOperator.In, ["z1", "z2", "z1"])] };
        Assert.Equal(["m1", "m2", "m3"], Agents(Run(new SetDemand(_framework, new DemandClass("c"), 1, 100, terms))).Distinct().Order());
    }

    [Fact]
    public void ScarceAgents_AreLeft_ToThoseWhoNeedWhatIsScarce()
    {
        var bed = new PoolBed();
        bed.RunAll("quota a", "agent g1 cpus:4,mem:8Gi,gpus:1", "agent p1 cpus:4,mem:8Gi", "framework f a");
        var plain = bed.Run("demand f plain v1 1 a firm shape=cpus:1,mem:1Gi");
        var gpu = bed.Run("demand f gpu v1 1 a firm shape=cpus:1,mem:1Gi,gpus:1");
        Assert.Equal(["p1", "g1"], Agents(plain).Concat(Agents(gpu)));
    }

    [Fact]
    public void Ports_OfOneNumber_AreGivenOnce_AndTheReasonNamesThem()
    {
        var bed = new PoolBed();
        bed.RunAll("quota a", "agent m1 cpus:4,mem:8Gi,ports:8000-8001", "framework f a");
        Assert.Single(Agents(bed.Run("demand f one v1 1 a firm shape=cpus:1,ports:8000-8000")));
        Assert.Empty(Agents(bed.Run("demand f two v1 1 a firm shape=cpus:1,ports:8000-8000")));
        Assert.Contains("8000", bed.Snapshot.Demands[^1].Reason!.Message, StringComparison.Ordinal);
        Assert.Single(Agents(bed.Run("demand f any v1 1 a firm shape=cpus:1,ports:1")));
    }

    [Fact]
    public void Reservation_IsForItsRole_AndComesBack()
    {
        Run(new SetReservation(new AgentId("m1"), new RoleName("b"), ResourceVector.Parse("cpus:3,mem:6Gi")));
        Assert.Equal(["m1", "m2", "m2"], Grant("a", 3, null));
        Assert.Equal(["m1", "m1", "m1", "m2"], Grant("b", 4, null, "b"));
        var before = _bed.Snapshot.Agents["m1"];
        Assert.True(before.Reserved["b"].IsZero || before.Reserved["b"].Equals(ResourceVector.Parse("mem:3Gi")));
        foreach (var allocation in _bed.Snapshot.Allocations.Values.Where(allocation => allocation.Role.Value == "b"))
        {
            Run(new SetDemand(_framework, new DemandClass("b"), 2, 0, Terms("b", null)));
            break;
        }

        Assert.Equal("cpus:3,mem:6Gi", _bed.Snapshot.Agents["m1"].Reserved["b"].ToString());
        _bed.AssertReplays();
    }

    [Fact]
    public void Reservation_LargerThanTheAgent_IsRefused() =>
        Assert.Equal(RefusalCode.InvalidAmount, Run(new SetReservation(new AgentId("m1"), new RoleName("b"), ResourceVector.Parse("cpus:5"))).Refusal!.Code);

    [Fact]
    public void Foreign_TakesRoom_AndWhatNoLongerFitsIsAskedBack()
    {
        var granted = Grant("web", 4, null);
        Assert.All(granted, agent => Assert.Equal("m1", agent));
        var result = Run(new SetForeign(new AgentId("m1"), ResourceVector.Parse("cpus:2")));
        Assert.Equal(2, result.Decisions.Count(decision => decision is AllocationClosed { End: AllocationEnd.Reclaimed }));
        Assert.Equal("cpus:2", _bed.Snapshot.Agents["m1"].Foreign.ToString());
        _bed.AssertReplays();
    }

    [Fact]
    public void Lend_OfAChild_IsLeftFree_ThoughTheGuaranteeAboveCoversMore()
    {
        var bed = new PoolBed();
        bed.RunAll("quota top guarantee=cpus:8 | top/lender guarantee=cpus:4 lend=cpus:2 | top/work guarantee=cpus:2", "agent m1 cpus:8,mem:16Gi", "framework f *");
        Assert.Equal(6, Agents(bed.Run("demand f many v1 8 top/work firm shape=cpus:1,mem:1Gi")).Count);
        Assert.Equal(2, Agents(bed.Run("demand f due v1 2 top/lender firm shape=cpus:1,mem:1Gi")).Count);
    }

    private static DemandTerms Terms(string role, PlacementTerms? placement) =>
        DemandTerms.Of(new RoleName(role), ResourceVector.Parse("cpus:1,mem:1Gi"), DemandMode.Firm) with { Placement = placement };

    private static ImmutableSortedDictionary<string, string> Labels(string key, string value) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(key, value);

    private static ImmutableSortedDictionary<string, string> Zone(string zone) => Labels("zone", zone);

    private static List<string> Agents(StepResult result) => [.. result.Decisions.OfType<AllocationMade>().Select(made => made.Agent.Value)];

    private List<string> Grant(string @class, int target, PlacementTerms? placement, string role = "a") =>
        Agents(Run(new SetDemand(_framework, new DemandClass(@class), 1, target, Terms(role, placement))));

    private StepResult Run(Command command) => _bed.Run(command);
}
