using System.Runtime.CompilerServices;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>What a task's life allocates, from its demand until it has ended: the pool holds as much after as before.</summary>
internal sealed class Allocated : IBenchmark
{
    private const int Warming = 2_000;
    private const int Count = 20_000;

    public string Name => "allocated";

    public string Summary => "bytes that a task's life allocates, demanded, granted, launched, no longer wanted and ended, on 1,000 agents and (allocated-2k) on 2,000; beside its decisions and effects alone";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (all, records) = Measure(1_000);
        var (doubled, _) = Measure(2_000);
        yield return new BenchmarkResult("allocated", all, "bytes/task", Math.Round(records), new Against("its decisions and effects made, bytes", Math.Round(records)));
        yield return new BenchmarkResult("allocated-2k", doubled, "bytes/task", Math.Round(records), new Against("allocated", Math.Round(all)));
    }

    private static (double All, double Records) Measure(int agents)
    {
        var world = new PoolWorld().WithAgents(agents, 64);
        var framework = world.Framework("f");
        var made = new List<StepResult>(4);
        for (var i = 0; i < Warming; i++)
        {
            Live(world, framework, i, made);
        }

        // The commands are made beforehand, and their texts with them, for they are not the pool's.
        var lives = Enumerable.Range(Warming, Count).Select(i => Commands(framework, i)).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var life in lives)
        {
            foreach (var command in life)
            {
                world.Do(command);
            }
        }

        var all = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
        made.Clear();
        Live(world, framework, Warming + Count, made);
        return (all, BytesOf(made));
    }

    private static void Live(PoolWorld world, FrameworkId framework, int i, List<StepResult> made)
    {
        made.Clear();
        foreach (var command in Commands(framework, i))
        {
            made.Add(world.Do(command));
        }
    }

    private static List<Command> Commands(FrameworkId framework, int i)
    {
        var wanted = PoolWorld.Firm(framework, "short", "default", 1, ResourceVector.Of(1000, PoolWorld.Gi(1))) with { Version = (2 * i) + 1 };
        var task = new TaskId($"t{i}");
        return [wanted, new LaunchTask(framework, new AllocationId(i + 1), task, ""), wanted with { Version = (2 * i) + 2, Target = 0 }, new TaskReported(task, new TaskReport(TaskCondition.Exited, 0, null))];
    }

    /// <summary>As many bytes as copies of these records and of the arrays that hold them take.</summary>
    private static double BytesOf(List<StepResult> made)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        foreach (var result in made)
        {
            var (decisions, effects) = (new Decision[result.Decisions.Length], new Effect[result.Effects.Length]);
            for (var i = 0; i < decisions.Length; i++)
            {
                decisions[i] = result.Decisions[i] with { };
            }

            for (var i = 0; i < effects.Length; i++)
            {
                effects[i] = result.Effects[i] with { };
            }

            sum += (result with { Decisions = [] }).Decisions.Length + decisions.Length + effects.Length;
        }

        GC.KeepAlive(sum);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
