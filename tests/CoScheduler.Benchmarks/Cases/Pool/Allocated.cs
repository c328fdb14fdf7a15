using System.Runtime.CompilerServices;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>What a task's life allocates beside its decisions and effects, where the pool holds as much after it as before.</summary>
internal sealed class Allocated : IBenchmark
{
    private const int Agents = 1_000;
    private const int Warming = 24_000;
    private const int Count = 20_000;
    private const int Standing = 500;

    /// <summary>Why an offer is waited for is put together from parts.</summary>
    private const int MostForReason = 200;

    /// <summary>What is known of a demand is made with it: it is not of the path on which as much comes as goes.</summary>
    private const int MostForDemand = 1000;

    private static readonly ResourceVector Shape = ResourceVector.Of(1000, PoolWorld.Gi(1));

    public string Name => "allocated";

    public string Summary => "bytes that a task's life allocates, beside its decisions and effects alone: in a demand that stays, granted (also on twice as many agents) and offered; and with a demand that comes and goes with it";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return Result("allocated", Agents, 0, Granted);
        yield return Result("allocated-2k", 2 * Agents, 0, Granted);
        yield return Result("allocated-offered", Agents, MostForReason, Offered);
        yield return Result("allocated-demand", Agents, MostForDemand, WithItsDemand);
    }

    private static BenchmarkResult Result(string name, int agents, int more, Func<PoolWorld, Func<int, Command[]>> path)
    {
        var world = new PoolWorld().WithAgents(agents, 64);
        var life = path(world);
        for (var i = 0; i < Warming; i++)
        {
            Live(world, life(i), null);
        }

        // The commands are made beforehand, and their texts with them, for they are not the pool's.
        var lives = Enumerable.Range(Warming, Count).Select(life).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var commands in lives)
        {
            Live(world, commands, null);
        }

        var all = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
        var made = new List<StepResult>(8);
        Live(world, life(Warming + Count), made);
        BytesOf(made);
        var records = BytesOf(made);
        return new BenchmarkResult(name, Math.Round(all), "bytes/task", Math.Ceiling(records * 1.01) + more, new Against("its decisions and effects made, bytes", records));
    }

    private static void Live(PoolWorld world, Command[] commands, List<StepResult>? made)
    {
        foreach (var command in commands)
        {
            world.Wait(1);
            var result = world.Do(command);
            made?.Add(result);
        }
    }

    /// <summary>One of as many as are wanted ends, and another is granted and launched.</summary>
    private static Func<int, Command[]> Granted(PoolWorld world)
    {
        var framework = world.Framework("f");
        world.Do(Wanted(framework, DemandMode.Firm));
        for (var i = 0; i < Standing; i++)
        {
            world.Do(new LaunchTask(framework, new AllocationId(i + 1), TaskOf(i), ""));
        }

        return i => [Exited(i), new LaunchTask(framework, new AllocationId(Standing + i + 1), TaskOf(Standing + i), "")];
    }

    /// <summary>One of as many as are wanted ends, and another is offered and accepted.</summary>
    private static Func<int, Command[]> Offered(PoolWorld world)
    {
        var framework = world.Framework("f");
        var offered = new Queue<OfferOpened>(world.Do(Wanted(framework, DemandMode.Open)).Decisions.OfType<OfferOpened>());
        var (tasks, last) = (0, 0L);
        while (offered.TryDequeue(out var offer))
        {
            last = offer.Offer.Value;
            var accepted = world.Do(new AcceptOffer(framework, offer.Offer, [.. Enumerable.Range(0, offer.Units).Select(_ => Launch(tasks++))]));
            accepted.Decisions.OfType<OfferOpened>().ToList().ForEach(offered.Enqueue);
        }

        return i => [Exited(i), new AcceptOffer(framework, new OfferId(last + i + 1), [Launch(tasks + i)])];
    }

    /// <summary>It is demanded, granted, launched, no longer wanted, and ends.</summary>
    private static Func<int, Command[]> WithItsDemand(PoolWorld world)
    {
        var framework = world.Framework("f");
        return i =>
        {
            var wanted = PoolWorld.Firm(framework, "short", "default", 1, Shape) with { Version = (2 * i) + 1 };
            return [wanted, new LaunchTask(framework, new AllocationId(i + 1), TaskOf(i), ""), wanted with { Version = (2 * i) + 2, Target = 0 }, Exited(i)];
        };
    }

    private static SetDemand Wanted(FrameworkId framework, DemandMode mode) =>
        new(framework, new DemandClass("c"), 1, Standing, DemandTerms.Of(new RoleName("default"), Shape, mode));

    private static TaskId TaskOf(int i) => new($"t{i}");

    private static TaskLaunch Launch(int i) => new(TaskOf(i), Shape, "");

    private static TaskReported Exited(int i) => new(TaskOf(i), new TaskReport(TaskCondition.Exited, 0, null));

    /// <summary>As many bytes as copies of these records, of what is said in them, and of the arrays that hold them take.</summary>
    private static double BytesOf(List<StepResult> made)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        foreach (var result in made)
        {
            var (decisions, effects) = (new Decision[result.Decisions.Length], new Effect[result.Effects.Length]);
            for (var i = 0; i < decisions.Length; i++)
            {
                decisions[i] = result.Decisions[i] is DemandJudged { Reason: { } reason } judged ? judged with { Reason = Copy(reason) } : result.Decisions[i] with { };
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

    private static PendingReason Copy(PendingReason reason)
    {
        var numbers = reason.Numbers;
        foreach (var (name, value) in reason.Numbers)
        {
            numbers = numbers.SetItem(name, value + 1);
        }

        return reason with { Message = new string(reason.Message.AsSpan()), Numbers = numbers };
    }
}
