using System.Collections.Immutable;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool.Steps;

/// <summary>Commands of which a part is missing, as a file or a hand may make them: each is refused with the sentence that says which.</summary>
public sealed class MalformedTests
{
    private const string Resources = "The resources are missing; give an amount, or an empty one.";

    private static readonly ImmutableSortedDictionary<string, string> NoAttributes = ImmutableSortedDictionary<string, string>.Empty;
    private static readonly AgentId Agent = new("m1");
    private static readonly FrameworkId Framework = new("f");
    private static readonly DemandTerms Terms = DemandTerms.Of(new RoleName("a"), ResourceVector.Parse("cpus:1"), DemandMode.Firm);
    private static readonly PlacementTerms Placement = new();

    public static TheoryData<Command?, string> Commands => new()
    {
        { null, "The command is missing; give all parts of the command." },
        { new RegisterAgent(Agent, null!, NoAttributes), Resources },
        { new RegisterAgent(Agent, ResourceVector.Empty, null!), Parts("An attribute, a taint or a reservation") },
        { new RegisterAgent(Agent, ResourceVector.Empty, NoAttributes.Add("zone", null!)), Parts("An attribute, a taint or a reservation") },
        { new RegisterAgent(Agent, ResourceVector.Empty, NoAttributes) { Taints = [null!] }, Parts("An attribute, a taint or a reservation") },
        { new RegisterAgent(Agent, ResourceVector.Empty, NoAttributes) { Taints = [new Taint(null!, "")] }, Parts("An attribute, a taint or a reservation") },
        { new RegisterAgent(Agent, ResourceVector.Empty, NoAttributes) { Taints = [new Taint("gpu", null!)] }, Parts("An attribute, a taint or a reservation") },
        { new RegisterAgent(Agent, ResourceVector.Empty, NoAttributes) { Reserved = ImmutableSortedDictionary<string, ResourceVector>.Empty.Add("a", null!) }, Parts("An attribute, a taint or a reservation") },
        { new SetForeign(Agent, null!), Resources },
        { new SetReservation(Agent, new RoleName("a"), null!), Resources },
        { new SetQuota(null!), "The tree of roles, a role or a guarantee is missing; give all of it." },
        { new SetQuota(new QuotaTree(null!)), "The tree of roles, a role or a guarantee is missing; give all of it." },
        { new SetQuota(Quota(null!)), "The tree of roles, a role or a guarantee is missing; give all of it." },
        { new SetQuota(Quota(new RoleQuota { Guarantee = null! })), "The tree of roles, a role or a guarantee is missing; give all of it." },
        { new RegisterFramework(Framework, null!, [RoleName.Root], 0), Parts("A framework's name or role") },
        { new RegisterFramework(Framework, "f", [default], 0), Parts("A framework's name or role") },
        { new SetDemand(Framework, new DemandClass("d"), 1, 1, null!), Parts("The terms or the role") },
        { Demand(Terms with { Role = default }), Parts("The terms or the role") },
        { Demand(Terms with { Shape = null! }), Resources },
        { Demand(Terms with { Mode = (DemandMode)9 }), "There is no DemandMode 9." },
        { Demand(Terms with { Constraints = default }), Parts("A constraint") },
        { Demand(Terms with { Constraints = [null!] }), Parts("A constraint") },
        { Demand(Terms with { Constraints = [new PlacementConstraint(null!, ConstraintOperator.Exists, [])] }), Parts("A constraint") },
        { Demand(Terms with { Constraints = [new PlacementConstraint("zone", ConstraintOperator.In, default)] }), Parts("A constraint") },
        { Demand(Terms with { Constraints = [new PlacementConstraint("zone", ConstraintOperator.In, [null!])] }), Parts("A constraint") },
        { Demand(Terms with { Constraints = [new PlacementConstraint("zone", (ConstraintOperator)77, [])] }), "There is no ConstraintOperator 77." },
        { Demand(Placement with { Labels = null! }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Labels = NoAttributes.Add("app", null!) }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Affinity = [null!] }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Affinity = [new AffinityTerm("app", "web", null!, Anti: false)] }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Spread = [new SpreadTerm(null!, 1, "app", "web")] }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Spread = [new SpreadTerm("zone", 1, "app", "web"), new SpreadTerm("rack", 0, "app", "web")] }), "Class 'd' allows a skew below 1; allow 1 or more." },
        { Demand(Placement with { Tolerations = [new Toleration(null!, null)] }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Tolerations = default }), Parts("A label or a term of the placement") },
        { Demand(Placement with { Strategy = (PlacementStrategy)5 }), "There is no PlacementStrategy 5." },
        { new AcceptOffer(Framework, new OfferId(1), [null!]), Parts("A task's resources or payload") },
        { new AcceptOffer(Framework, new OfferId(1), [new TaskLaunch(new TaskId("t"), null!, "run")]), Parts("A task's resources or payload") },
        { new AcceptOffer(Framework, new OfferId(1), [new TaskLaunch(new TaskId("t"), ResourceVector.Empty, null!)]), Parts("A task's resources or payload") },
        { new LaunchTask(Framework, new AllocationId(1), new TaskId("t"), null!), Parts("The payload") },
        { new ReportCost(Framework, new AllocationId(1), (LossCost)8), "There is no LossCost 8." },
        { new TaskReported(new TaskId("t"), null!), Parts("The report") },
        { new TaskReported(new TaskId("t"), new TaskReport((TaskCondition)8, null, null)), "There is no TaskCondition 8." },
        { new ReviveOffers(Framework, default(RoleName)), Parts("The role") },
        { new SuppressOffers(Framework, default(RoleName)), Parts("The role") },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Step_OfPartsThatAreMissing_IsRefusedAndSaysWhich(Command? command, string sentence)
    {
        var bed = new PoolBed();
        bed.RunAll("quota a", "agent m1 cpus:1,mem:1Gi", "framework f *");

        Assert.Equal(sentence, bed.Run(command!).Refusal!.Message);
    }

    private static string Parts(string what) => $"{what} is missing; give all parts of the command.";

    private static QuotaTree Quota(RoleQuota role) => new(ImmutableSortedDictionary<string, RoleQuota>.Empty.Add("a", role));

    private static SetDemand Demand(PlacementTerms placement) => Demand(Terms with { Placement = placement });

    private static SetDemand Demand(DemandTerms terms) => new(Framework, new DemandClass("d"), 1, 1, terms);
}
