using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;
using Xunit;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>The checkers find what they are there for.</summary>
public sealed class CheckerTests
{
    private static readonly FrameworkId Framework = new("f");
    private static readonly DemandTerms Terms = DemandTerms.Of(new RoleName("default"), ResourceVector.Parse("cpus:1,mem:1Gi"), DemandMode.Firm);

    [Fact]
    public void Liveness_ADemandThatWaitsBesideFreeCapacity_IsFound()
    {
        var pool = Pool(out _);
        var waiting = new DemandView(Framework, new DemandClass("c"), 1, 0, 1, Terms, new PoolTime(0), null);
        var snapshot = pool.Snapshot() with { Demands = [waiting] };
        Assert.Contains("fits on a", Assert.Single(Liveness.Check(snapshot, [Framework])), StringComparison.Ordinal);
        Assert.Empty(Liveness.Check(snapshot, []));
        Assert.Empty(Liveness.Check(pool.Snapshot(), [Framework]));
    }

    [Fact]
    public void JournalCheck_DecisionsThatWereNotMade_AreFound()
    {
        var pool = Pool(out var journal);
        JournalCheck.Run(journal, pool, new SeededRandom(1));
        journal.Append(new PoolTime(0), new Tick(), new StepResult(null, [new AgentCordoned(new AgentId("a"))], []), pool);
        Assert.Contains("decided again", Assert.Throws<FaultException>(() => JournalCheck.Run(journal, pool, new SeededRandom(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JournalCheck_AnotherLivePool_IsFound()
    {
        var pool = Pool(out var journal);
        pool.Step(new PoolTime(0), new CordonAgent(new AgentId("a")));
        Assert.Throws<FaultException>(() => JournalCheck.Run(journal, pool, new SeededRandom(1)));
    }

    private static ResourcePool Pool(out SimulatedJournal journal)
    {
        var pool = new ResourcePool();
        journal = new SimulatedJournal();
        Command[] commands =
        [
            new RegisterAgent(new AgentId("a"), ResourceVector.Parse("cpus:4,mem:8Gi"), ImmutableSortedDictionary<string, string>.Empty),
            new RegisterFramework(Framework, "f", [new RoleName("default")], 0),
        ];
        foreach (var command in commands)
        {
            journal.Append(new PoolTime(0), command, pool.Step(new PoolTime(0), command), pool);
        }

        return pool;
    }
}
