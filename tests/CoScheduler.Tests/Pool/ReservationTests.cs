using System.Collections.Immutable;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>What an agent keeps for a role: said by the agent (static) or by an operator (dynamic), beside all else that goes on.</summary>
public sealed class ReservationTests
{
    private readonly PoolBed _bed = new();

    [Fact]
    public void Static_IsForItsRole_AndGoesWhenTheAgentSaysItNoMore()
    {
        _bed.RunAll("quota a | b", "framework f *");
        Register(ImmutableSortedDictionary.Create<string, ResourceVector>(StringComparer.Ordinal).Add("b", ResourceVector.Parse("cpus:3")));

        Assert.Single(Granted("demand f any v1 2 a firm shape=cpus:1,mem:1Gi"));
        Assert.Equal(3, Granted("demand f mine v1 9 b firm shape=cpus:1,mem:1Gi").Count);
        _bed.RunAll("demand f mine v2 0 b firm shape=cpus:1,mem:1Gi");
        Assert.Equal("cpus:3", _bed.Snapshot.Agents["m1"].Reserved["b"].ToString());

        var result = Register(null);

        Assert.Single(result.Decisions.OfType<AllocationMade>(), made => made.Role.Value == "a");
        Assert.Empty(_bed.Snapshot.Agents["m1"].Reserved);
        _bed.AssertReplays();
    }

    /// <summary>A victim's reserved part goes back to the reservation: who may not use that asks others, or nobody.</summary>
    [Fact]
    public void Reclaim_OfWhatIsReservedForOthers_IsNotAsked()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:2 | b grace=1s minRuntime=0s",
            "agent m1 cpus:2,mem:8Gi",
            "framework f *",
            "reserve m1 b cpus:2",
            "demand f mine v1 2 b firm shape=cpus:1,mem:1Gi",
            "launch a1 b-1",
            "launch a2 b-2",
            "running b-1",
            "running b-2");

        Assert.DoesNotContain(_bed.Run("demand f due v1 1 a firm shape=cpus:1,mem:1Gi").Decisions, decision => decision is PlanMade or ReclaimBegun);

        // Reserved no longer, it is as any other use.
        Assert.Contains(_bed.Run("reserve m1 b cpus:0").Decisions, decision => decision is ReclaimBegun { Cause: ReclaimCause.Guarantee });
        Assert.Single(_bed.Run("exit b-2 0").Decisions.OfType<AllocationMade>(), made => made.Role.Value == "a");
        _bed.AssertReplays();
    }

    /// <summary>A plan keeps what is free for all; what is kept for the role is granted at once or not at all.</summary>
    [Fact]
    public void Reclaim_PartReservedPartTaken_Settles()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:3 | b grace=1s minRuntime=0s",
            "agent m1 cpus:3,mem:8Gi",
            "framework f *",
            "reserve m1 a cpus:1",
            "demand f other v1 2 b firm shape=cpus:1,mem:1Gi",
            "launch a1 b-1",
            "launch a2 b-2",
            "running b-1",
            "running b-2",
            "demand f due v1 1 a firm shape=cpus:2,mem:1Gi",
            "exit b-1 0",
            "exit b-2 0");

        Assert.Single(_bed.Snapshot.Allocations.Values, allocation => allocation.Class.Value == "due");
        _bed.AssertReplays();
    }

    /// <summary>An offer is made of what is free for all, so that nothing is owed while it is out.</summary>
    [Fact]
    public void Offer_OfAnAgentThatKeepsSomething_IsOfTheRest()
    {
        _bed.RunAll(
            "quota a | b",
            "agent m1 cpus:3,mem:8Gi",
            "framework f *",
            "reserve m1 b cpus:2",
            "demand f grow v1 3 b open shape=cpus:1,mem:1Gi");

        Assert.Equal("cpus:1,mem:1Gi", Assert.Single(_bed.Snapshot.Offers.Values).Resources.ToString());
        Assert.Equal("", _bed.Snapshot.Agents["m1"].Deficit.ToString());
    }

    private StepResult Register(ImmutableSortedDictionary<string, ResourceVector>? reserved) =>
        _bed.Run(new RegisterAgent(new AgentId("m1"), ResourceVector.Parse("cpus:4,mem:8Gi"), ImmutableSortedDictionary<string, string>.Empty) { Reserved = reserved });

    private List<AllocationMade> Granted(string line) => [.. _bed.Run(line).Decisions.OfType<AllocationMade>()];
}
