using System.Runtime.CompilerServices;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>Firm demand from its statement until all of it is granted, one class after the other.</summary>
internal sealed class Placements(string name, int agents, int cpus, int tasks, int roles, int depth, int classes, double target, bool heap = false) : IBenchmark
{
    /// <summary>Of so many placements or more few rounds are played: they are warm within the first.</summary>
    private const int Many = 500_000;

    private const int Runs = 60;

    public string Name => name;

    public string Summary => $"{agents} agents, {tasks} tasks of {roles} roles in {classes} classes, until all are granted; beside making as many records";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var rates = new List<double>();
        for (var run = 0; run < (tasks > Many ? 3 : Runs); run++)
        {
            rates.Add(PlaceAll());
        }

        var bare = tasks / PoolWorld.BareRecords(tasks) * 1000;
        yield return new BenchmarkResult(name, Figures.Median(rates), "placements/s", target, new Against("decisions and effects made, per second", Math.Round(bare)));
        if (heap)
        {
            yield return new BenchmarkResult($"{name}-heap", Retained(), "bytes/task", 1024, null);
        }
    }

    private double PlaceAll()
    {
        var world = new PoolWorld().WithAgents(agents, cpus);
        var names = world.WithRoles(roles, depth);
        var framework = world.Framework("f");
        var granted = 0;
        var milliseconds = PoolWorld.Milliseconds(() => granted = Place(world, framework, names));
        return granted == tasks ? tasks / milliseconds * 1000 : throw new InvalidOperationException($"{granted} of {tasks} were granted.");
    }

    /// <summary>What the pool holds of the heap for a task: no decision and no effect is kept, and the pool is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Retained()
    {
        var world = new PoolWorld().WithAgents(agents, cpus);
        var names = world.WithRoles(roles, depth);
        var framework = world.Framework("f");
        var before = PoolWorld.Heap();
        Place(world, framework, names);
        var after = PoolWorld.Heap();
        GC.KeepAlive(world);
        return (after - before) / (double)tasks;
    }

    private int Place(PoolWorld world, FrameworkId framework, IReadOnlyList<string> names)
    {
        var granted = 0;
        for (var i = 0; i < classes; i++)
        {
            var shape = ResourceVector.Of(500 * (1 + (i % 3)), PoolWorld.Gi(1 + (i % 4)));
            granted += world.Do(PoolWorld.Firm(framework, $"c{i}", names[i % names.Count], tasks / classes, shape)).Effects.Length;
        }

        return granted;
    }
}

/// <summary>The same for all classes at once: the roles take turns by their shares.</summary>
internal sealed class SharedPlacements : IBenchmark
{
    public string Name => "place-shares";

    public string Summary => "1,000 agents, 10,000 tasks of 10 roles in 100 classes that all wait when capacity comes: roles take turns by their shares";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var rates = new List<double>();
        for (var run = 0; run < 5; run++)
        {
            var world = new PoolWorld().WithAgents(1_000, 64);
            var names = world.WithRoles(10, 1);
            var framework = world.Framework("f");
            world.Do(new Restarted(1));
            for (var i = 0; i < 100; i++)
            {
                world.Do(PoolWorld.Firm(framework, $"c{i}", names[i % 10], 100, ResourceVector.Of(500 * (1 + (i % 3)), PoolWorld.Gi(1 + (i % 4)))));
            }

            world.WithAgents(900, 64);
            world.Wait(Defaults.RestartGate);
            var granted = 0;
            var milliseconds = PoolWorld.Milliseconds(() => granted = world.Do(new Tick()).Decisions.Count(decision => decision is AllocationMade));
            rates.Add(granted / milliseconds * 1000);
        }

        yield return new BenchmarkResult(Name, Figures.Median(rates), "placements/s", 1_000_000, new Against("decisions and effects made, per second", Math.Round(10_000 / PoolWorld.BareRecords(10_000) * 1000)));
    }
}

/// <summary>Commands that each want one task, one class each.</summary>
internal sealed class SinglePlacements : IBenchmark
{
    public string Name => "place-single";

    public string Summary => "5,000 agents, 50,000 commands that each want one task, journaled to memory; beside making as many records";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        const int Count = 50_000;
        var rates = new List<double>();
        for (var run = 0; run < 5; run++)
        {
            var world = new PoolWorld().WithAgents(5_000, 64);
            var names = world.WithRoles(10, 1);
            var framework = world.Framework("f");
            var journal = new List<StepResult>(Count);
            var commands = Enumerable.Range(0, Count).Select(i => PoolWorld.Firm(framework, $"c{i}", names[i % 10], 1, ResourceVector.Of(1000, PoolWorld.Gi(2)))).ToList();
            rates.Add(Count / PoolWorld.Milliseconds(() => commands.ForEach(command => journal.Add(world.Do(command)))) * 1000);
        }

        yield return new BenchmarkResult(Name, Figures.Median(rates), "placements/s", 200_000, new Against("decisions and effects made, per second", Math.Round(Count / PoolWorld.BareRecords(Count) * 1000)));
    }
}
