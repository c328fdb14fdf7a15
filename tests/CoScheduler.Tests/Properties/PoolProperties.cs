using CoScheduler.Pool;
using CoScheduler.Tests.Pool;
using CoScheduler.Tests.Scenarios;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Properties;

/// <summary>What holds for any commands at all. A failure prints the seed that plays it again.</summary>
public sealed class PoolProperties
{
    /// <summary>As many as CsCheck runs unless told otherwise: CsCheck_Iter makes them fewer, or many more.</summary>
    private static readonly long Runs = Check.Iter;

    /// <summary>Nothing throws, what must always hold does after each step, a refusal leaves no trace.</summary>
    [Fact]
    public void Step_AnyCommands_KeepsTheInvariants() =>
        RandomCommands.Moves.Sample(moves => { Play(moves); }, iter: Runs);

    /// <summary>Deciding again and applying again both come to the same state, byte for byte.</summary>
    [Fact]
    public void Apply_AnyCommands_RestoresTheSame() =>
        RandomCommands.Moves.Sample(moves => Play(moves).AssertReplays(), iter: (Runs + 2) / 3);

    /// <summary>
    /// What a pool remembers of searches in vain only spares it work: one that was restored before a step decides the same. Reasons are
    /// left out: they are told when somebody is looked at, and a restored pool looks at everybody once.
    /// </summary>
    [Fact]
    public void Import_BeforeAnyStep_DecidesTheSame() =>
        RandomCommands.Moves.Sample(
            moves =>
            {
                var bed = new PoolBed();
                Begin(bed);
                foreach (var move in moves)
                {
                    bed.Wait(RandomCommands.Pause(move));
                    var command = RandomCommands.Of(move, bed.Snapshot);
                    var restored = ResourcePool.Import(bed.Pool.Export()).Step(bed.Now, command);
                    var result = bed.Run(command);
                    Assert.True(Decided(result) == Decided(restored), $"{command} decides\n{Decided(result)}and after a restore\n{Decided(restored)}");
                }
            },
            iter: (Runs + 2) / 3);

    /// <summary>
    /// A picture that is kept up to date is as one made anew. And a step is settled when it ends: whoever looks at everybody anew at the same time decides nothing more, but that some may wait for
    /// another reason by now. One thing is left to the next round: what a round offers at its end counts as used, and may so put a role
    /// above its share of which another may then ask back; the offer's deadline brings that round if nothing else does. So whatever is
    /// still decided follows an offer, and asks somebody back who was not asked: it ends by the argument of pool.md section 6, within
    /// as many rounds as there are allocations. (A full batch of reclaims would leave its rest to a round a second later; these worlds
    /// have room for no more allocations than one batch.)
    /// </summary>
    [Fact]
    public void Step_LookedAtAnew_DecidesNothingButWhatAnOfferGaveRightTo() =>
        RandomCommands.Moves.Sample(
            moves =>
            {
                var bed = new PoolBed();
                Begin(bed);
                var last = bed.Run(new Tick());
                foreach (var move in moves)
                {
                    var waited = bed.Wait(RandomCommands.Pause(move));
                    last = waited.Append(bed.Run(RandomCommands.Of(move, bed.Snapshot))).LastOrDefault(IsMoved) ?? last;
                    var restored = ResourcePool.Import(bed.Pool.Export());
                    Assert.Equal(ScenarioText.ToJson(restored.Snapshot()), ScenarioText.ToJson(bed.Snapshot));
                    AssertSettled(restored, bed.Now, last);
                }
            },
            iter: 4 * Runs);

    /// <summary>Commands as nobody would send them are refused without a trace, or carried out; nothing throws.</summary>
    [Fact]
    public void Step_AbsurdCommands_AreRefusedOrCarriedOut() =>
        AbsurdCommands.Draws.Sample(
            draws =>
            {
                var bed = new PoolBed();
                Begin(bed);
                foreach (var draw in draws)
                {
                    bed.Wait(draw[3] % 4 == 0 ? draw[4] : 0);
                    bed.Run(AbsurdCommands.Of(draw));
                }
            },
            iter: 2 * Runs);

    /// <summary>When everybody goes, everything is free again.</summary>
    [Fact]
    public void Step_EverythingEnds_AllIsFree() =>
        RandomCommands.Moves.Sample(
            moves =>
            {
                var bed = Play(moves);
                EndAll(bed);
                Assert.All(bed.Snapshot.Agents.Values, agent => Assert.Equal(agent.Total.ToString(), agent.Free.ToString()));
                Assert.All(bed.Snapshot.Roles.Values, role => Assert.True(role.Used.IsZero));
            },
            iter: (Runs + 2) / 3);

    /// <summary>Scenario 17 of peers.md 4.2: thousands of tenths of a cpu come and go, and what is left is nothing, not nearly nothing.</summary>
    [Fact]
    public void Step_TenThousandTenthsComeAndGo_NothingIsUsed()
    {
        var (pool, framework, terms) = (new ResourcePool(), new FrameworkId("f"), DemandTerms.Of(new RoleName("default"), ResourceVector.Parse("cpus:0.1,mem:1Mi"), DemandMode.Firm));
        pool.Step(default, new RegisterFramework(framework, "f", [RoleName.Root], 0));
        pool.Step(default, new RegisterAgent(new AgentId("m"), ResourceVector.Parse("cpus:100,mem:1Gi"), System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty));
        for (var i = 1; i <= 10_000; i++)
        {
            pool.Step(default, new SetDemand(framework, new DemandClass($"d{i % 7}"), i, i * 31 % 101, terms));
        }

        for (var i = 0; i < 7; i++)
        {
            pool.Step(default, new SetDemand(framework, new DemandClass($"d{i}"), 20_000, 0, terms));
        }

        Assert.True(pool.Snapshot().Roles["default"].Used.IsZero);
        Assert.Equal("cpus:100,mem:1Gi", pool.Snapshot().Agents["m"].Free.ToString());
    }

    private static PoolBed Play(Move[] moves)
    {
        var bed = new PoolBed();
        Begin(bed);
        foreach (var move in moves)
        {
            bed.Wait(RandomCommands.Pause(move));
            bed.Run(RandomCommands.Of(move, bed.Snapshot));
        }

        return bed;
    }

    private const int MostRounds = 100;

    private static void AssertSettled(ResourcePool pool, PoolTime now, StepResult last)
    {
        var rounds = 0;
        while (pool.StepAnew(now) is var anew && Decided(anew) is { Length: > 0 } text)
        {
            Assert.True(++rounds < MostRounds, $"It goes round and round. After\n{ScenarioText.Of(last)}there was still to decide\n{text}");
            Assert.True(last.Decisions.Any(decision => decision is OfferOpened), $"After\n{ScenarioText.Of(last)}there was still to decide\n{text}");
            Assert.True(anew.Decisions.Any(decision => decision is ReclaimBegun { Cause: ReclaimCause.Share } or AllocationClosed { End: AllocationEnd.Reclaimed }), $"Nobody is asked back by\n{text}");
            last = anew;
        }
    }

    /// <summary>Whether a round had anything to look at.</summary>
    private static bool IsMoved(StepResult result) =>
        result.Decisions.Any(decision => decision is not (DemandJudged or TaskSeenRunning or LossCostReported or OffersFiltered));

    private static string Decided(StepResult result) =>
        ScenarioText.Of(result with { Decisions = [.. result.Decisions.Where(decision => decision is not DemandJudged)], Effects = [] });

    private static void Begin(PoolBed bed)
    {
        bed.Run(new RegisterFramework(new FrameworkId("f0"), "random", [RoleName.Root], 0));
        bed.Run(new RegisterFramework(new FrameworkId("f1"), "random", [RoleName.Root], 0));
        bed.Run("quota a guarantee=cpus:2,mem:2Gi minRuntime=0s | b minRuntime=0s | c | c/x guarantee=cpus:1 grace=0s | c/y weight=2");
        bed.Run("agent agent0 cpus:4,mem:8Gi zone=z1");
    }

    private static void EndAll(PoolBed bed)
    {
        foreach (var framework in bed.Snapshot.Frameworks.Values)
        {
            bed.Run(new RemoveFramework(framework.Id));
        }

        foreach (var allocation in bed.Snapshot.Allocations.Values)
        {
            bed.Run(new TaskReported(allocation.Task!.Value, new TaskReport(TaskCondition.Exited, 0, null)));
        }

        foreach (var agent in bed.Snapshot.Agents.Values)
        {
            bed.Run(new SetForeign(agent.Id, ResourceVector.Empty));
            foreach (var role in bed.Snapshot.Roles.Values)
            {
                bed.Run(new SetReservation(agent.Id, role.Name, ResourceVector.Empty));
            }

            bed.Run(new RegisterAgent(agent.Id, agent.Total, agent.Attributes));
        }
    }
}
