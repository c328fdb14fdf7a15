using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CoScheduler.Pool;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>Shares of many siblings.</summary>
internal sealed class Shares : IBenchmark
{
    /// <summary>Until the runtime has compiled what is hot for good.</summary>
    private const int WarmUp = 600;

    private const int Runs = 150;

    public string Name => "quota-2k";

    public string Summary => "2,000 sibling quotas, all of whose demand changed: shares anew";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var world = new PoolWorld().WithAgents(100, 64);
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        for (var i = 0; i < 2_000; i++)
        {
            roles.Add($"r{i:D4}", new RoleQuota { Weight = 1 + (i % 7), Guarantee = ResourceVector.Of(500 * (i % 4), 0) });
        }

        world.Do(new SetQuota(new QuotaTree(roles.ToImmutable())));
        var framework = world.Framework("f");
        for (var i = 0; i < 2_000; i++)
        {
            world.Do(PoolWorld.Firm(framework, $"c{i}", $"r{i:D4}", 1 + (i % 11), ResourceVector.Of(1000 + (100 * (i % 5)), PoolWorld.Gi(2))));
        }

        var (times, sorts) = (new List<double>(), new List<double>());
        for (var run = 0; run < WarmUp + Runs; run++)
        {
            foreach (var role in world.Pool.State.Roles.Root.Subtree)
            {
                role.Shares.Stale = true;
            }

            times.Add(PoolWorld.Milliseconds(() => FairShares.Of(world.Pool.State)));
            sorts.Add(PoolWorld.Milliseconds(() => Enumerable.Range(0, 2_000).Select(i => (long)i * 7_919 % 2_003).Order().ToArray()));
        }

        yield return new BenchmarkResult(Name, Figures.Median(times[WarmUp..]), "ms", 1, new Against("2,000 numbers sorted, ms", Math.Round(Figures.Median(sorts[WarmUp..]), 3)));
    }
}

/// <summary>A restart.</summary>
internal sealed class Restore : IBenchmark
{
    private const int Tasks = 330_000;

    public string Name => "restore";

    public string Summary => "a snapshot of 20,000 running tasks and 1,000,000 decisions applied; beside reading the decisions' JSON";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var world = new PoolWorld().WithAgents(2_000, 64);
        var framework = world.Framework("f");
        world.Do(PoolWorld.Firm(framework, "kept", "default", 20_000, ResourceVector.Of(1000, PoolWorld.Gi(1))));
        var snapshot = world.Pool.Export();
        var journal = new List<(PoolTime At, ImmutableArray<Decision> Decisions)>();
        Run(world, framework, Tasks, journal);
        var decisions = journal.Sum(record => record.Decisions.Length);
        var times = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            times.Add(PoolWorld.Milliseconds(() =>
            {
                var pool = ResourcePool.Import(snapshot);
                foreach (var (at, made) in journal)
                {
                    pool.Apply(at, made);
                }
            }));
        }

        var json = journal.Take(10_000).Select(record => PoolJson.Write(record.Decisions)).ToList();
        var share = journal.Take(10_000).Sum(record => record.Decisions.Length) / (double)decisions;
        var reading = PoolWorld.Milliseconds(() => json.ForEach(record => PoolJson.ReadDecisions(record))) / share;
        yield return new BenchmarkResult(Name, Figures.Median(times) * 1_000_000 / decisions / 1000, "s/1M decisions", 2, new Against("their JSON read, s", Math.Round(reading / 1000 * 1_000_000 / decisions, 2)));
    }

    /// <summary>One slot of a class: a task starts in it, is no longer wanted and ends, until so many have run.</summary>
    private static void Run(PoolWorld world, FrameworkId framework, int count, List<(PoolTime, ImmutableArray<Decision>)> journal)
    {
        var terms = DemandTerms.Of(new RoleName("default"), ResourceVector.Of(2000, PoolWorld.Gi(1)), DemandMode.Firm);
        var name = new DemandClass("short");
        for (var i = 0; i < count; i++)
        {
            var granted = Step(world, journal, new SetDemand(framework, name, (2 * i) + 1, 1, terms)).OfType<AllocationGranted>().First();
            var task = new TaskId($"t{i}");
            Step(world, journal, new LaunchTask(framework, granted.Allocation, task, ""));
            Step(world, journal, new SetDemand(framework, name, (2 * i) + 2, 0, terms));
            Step(world, journal, new TaskReported(task, new TaskReport(TaskCondition.Exited, 0, null)));
        }
    }

    private static ImmutableArray<Effect> Step(PoolWorld world, List<(PoolTime, ImmutableArray<Decision>)> journal, Command command)
    {
        var result = world.Do(command);
        journal.Add((world.Now, result.Decisions));
        return result.Effects;
    }
}
