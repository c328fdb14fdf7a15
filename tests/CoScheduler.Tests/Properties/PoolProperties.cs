using CoScheduler.Pool;
using CoScheduler.Tests.Pool;
using CoScheduler.Tests.Scenarios;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Properties;

/// <summary>What holds for any commands at all. A failure prints the seed that plays it again.</summary>
public sealed class PoolProperties
{
    private const int MostRounds = 8;
    private const long Runs = 120;

    /// <summary>Nothing throws, what must always hold does after each step, a refusal leaves no trace.</summary>
    [Fact]
    public void Step_AnyCommands_KeepsTheInvariants() =>
        RandomCommands.Moves.Sample(moves => { Play(moves); }, iter: Runs);

    /// <summary>Deciding again and applying again both come to the same state, byte for byte.</summary>
    [Fact]
    public void Apply_AnyCommands_RestoresTheSame() =>
        RandomCommands.Moves.Sample(moves => Play(moves).AssertReplays(), iter: Runs / 3);

    /// <summary>What a pool remembers of searches in vain only spares it work: one that was restored before a step asks the same back.</summary>
    [Fact]
    public void Import_BeforeAnyStep_AsksTheSameBack() =>
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
                    Assert.True(Asked(result) == Asked(restored), $"{command} decides\n{Asked(result)}and after a restore\n{Asked(restored)}");
                }
            },
            iter: Runs / 3);

    /// <summary>Rounds at one time end: each finds less to do, and soon nothing.</summary>
    [Fact]
    public void Step_TicksAtOnce_SoonDecideNothing() =>
        RandomCommands.Moves.Sample(
            moves =>
            {
                var bed = Play(moves);
                var rounds = 0;
                while (ScenarioText.Of(bed.Pool.StepAnew(bed.Now)).Length > 0)
                {
                    Assert.True(++rounds < MostRounds, "Rounds at one time end.");
                }
            },
            iter: Runs);

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
            iter: Runs / 3);

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

    private static string Asked(StepResult result) =>
        ScenarioText.Of(result with { Decisions = [.. result.Decisions.Where(decision => decision is ReclaimBegun or ReclaimWithdrawn or PlanMade { Kind: PlanKind.Reclaim })], Effects = [] });

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
    }
}
