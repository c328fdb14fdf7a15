using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>Open frameworks that take anything, and offers to them.</summary>
internal sealed class Offers : IBenchmark
{
    private const int Agents = 20_000;
    private const int Frameworks = 2_000;

    public string Name => "offers-20k";

    public string Summary => "20,000 agents, 2,000 open frameworks: a whole offer round, and (change-20k) one task ended until its capacity is offered again; both with twice as much too";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (round, change) = Measure(Agents, Frameworks);
        var (doubledRound, doubledChange) = Measure(2 * Agents, Frameworks);
        yield return new BenchmarkResult("offers-20k", round, "ms", 50, new Against("as many records made, ms", Math.Round(PoolWorld.BareRecords(Agents), 2)));
        yield return new BenchmarkResult("offers-40k", doubledRound, "ms", 100, new Against("offers-20k", Math.Round(round, 2)));
        yield return new BenchmarkResult("change-20k", change, "us", 50, null);
        yield return new BenchmarkResult("change-40k", doubledChange, "us", 50, new Against("change-20k", Math.Round(change, 2)));
    }

    private static (double Round, double Change) Measure(int agents, int frameworks)
    {
        var (rounds, changes) = (new List<double>(), new List<double>());
        for (var run = 0; run < 7; run++)
        {
            var world = new PoolWorld();
            var names = world.WithRoles(frameworks / 20, 1);
            var runner = world.Framework("runner");
            world.WithAgents(agents, 16);

            // One task an agent, that ends later.
            var tasks = world.Do(PoolWorld.Firm(runner, "tasks", names[0], agents / 4, ResourceVector.Of(4000, PoolWorld.Gi(16)))).Effects.OfType<AllocationGranted>().ToList();
            for (var i = 0; i < tasks.Count && i < 2_000; i++)
            {
                world.Do(new LaunchTask(runner, tasks[i].Allocation, new TaskId($"t{i}"), ""));
                world.Do(new TaskReported(new TaskId($"t{i}"), new TaskReport(TaskCondition.Running, null, null)));
            }

            world.Do(PoolWorld.Firm(runner, "tasks", names[0], 0, ResourceVector.Of(4000, PoolWorld.Gi(16))) with { Version = 2 });
            world.Do(new Restarted(1));
            for (var i = 0; i < frameworks; i++)
            {
                var framework = world.Framework($"open{i:D4}");
                world.Do(new SetDemand(framework, new DemandClass("any"), 1, 1_000_000, DemandTerms.Of(new RoleName(names[i % names.Count]), ResourceVector.Empty, DemandMode.Open)));
            }

            for (var i = 0; i < agents * 85 / 100; i++)
            {
                world.Do(new RegisterAgent(new AgentId($"agent{i:D6}"), ResourceVector.Of(16_000, PoolWorld.Gi(64)), Rack(i)));
            }

            world.Wait(Defaults.RestartGate);
            rounds.Add(PoolWorld.Milliseconds(() => Require(world.Do(new Tick()).Decisions.Count(decision => decision is OfferOpened) > agents / 2)));
            for (var i = 0; i < 500; i++)
            {
                var exit = new TaskReported(new TaskId($"t{i}"), new TaskReport(TaskCondition.Exited, 0, null));
                var begin = Stopwatch.GetTimestamp();
                var result = world.Do(exit);
                changes.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
                Require(result.Decisions.Any(decision => decision is OfferOpened));
            }
        }

        return (Figures.Median(rounds), Figures.Median(changes));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> Rack(int i) =>
        System.Collections.Immutable.ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("rack", $"r{i / 100}");

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("Nothing was offered.");
        }
    }
}
