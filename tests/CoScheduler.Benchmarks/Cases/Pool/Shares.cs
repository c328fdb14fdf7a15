using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CoScheduler.Pool;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>Shares of many siblings.</summary>
internal sealed class Shares : IBenchmark
{
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

        var times = new List<double>();
        for (var run = 0; run < 30; run++)
        {
            foreach (var role in world.Pool.State.Roles.Root.Subtree)
            {
                role.Shares.Stale = true;
            }

            times.Add(PoolWorld.Milliseconds(() => FairShares.Of(world.Pool.State)));
        }

        var sorted = PoolWorld.Milliseconds(() => Enumerable.Range(0, 2_000).Select(i => (long)i * 7_919 % 2_003).Order().ToArray());
        yield return new BenchmarkResult(Name, Figures.Median(times), "ms", 1, new Against("2,000 numbers sorted, ms", Math.Round(sorted, 3)));
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
        var shape = ResourceVector.Of(1000, PoolWorld.Gi(1));
        Run(world, framework, 20_000, 0, keep: true, null);
        var snapshot = world.Pool.Export();
        var journal = new List<(PoolTime At, ImmutableArray<Decision> Decisions)>();
        Run(world, framework, Tasks, 20_000, keep: false, journal);
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

    private static void Run(PoolWorld world, FrameworkId framework, int count, int from, bool keep, List<(PoolTime, ImmutableArray<Decision>)>? journal)
    {
        void Do(Command command)
        {
            var result = world.Do(command);
            journal?.Add((world.Now, result.Decisions));
            if (!keep && result.Effects.OfType<AllocationGranted>().FirstOrDefault() is { } granted)
            {
                var task = new TaskId($"t{granted.Allocation.Value}");
                Do(new LaunchTask(framework, granted.Allocation, task, ""));
                Do(new TaskReported(task, new TaskReport(TaskCondition.Exited, 0, null)));
            }
        }

        if (keep)
        {
            Do(PoolWorld.Firm(framework, "kept", "default", count, ResourceVector.Of(1000, PoolWorld.Gi(1))));
            return;
        }

        // One slot of a class that stays wanted: what ends starts again, until so many have run.
        var shape = ResourceVector.Of(2000, PoolWorld.Gi(1));
        for (var i = 0; i < count; i++)
        {
            var result = world.Do(new SetDemand(framework, new DemandClass("short"), i + 1, 1, DemandTerms.Of(new RoleName("default"), shape, DemandMode.Firm)));
            journal?.Add((world.Now, result.Decisions));
            var granted = result.Effects.OfType<AllocationGranted>().First();
            var task = new TaskId($"t{from + i}");
            Step(world, journal, new LaunchTask(framework, granted.Allocation, task, ""));
            Step(world, journal, new SetDemand(framework, new DemandClass("short"), i + 1, 1, DemandTerms.Of(new RoleName("default"), shape, DemandMode.Firm)));
            Step(world, journal, new SetDemand(framework, new DemandClass("short"), i + 2, 0, DemandTerms.Of(new RoleName("default"), shape, DemandMode.Firm)));
            Step(world, journal, new TaskReported(task, new TaskReport(TaskCondition.Exited, 0, null)));
        }
    }

    private static void Step(PoolWorld world, List<(PoolTime, ImmutableArray<Decision>)>? journal, Command command) =>
        journal?.Add((world.Now, world.Do(command).Decisions));
}
