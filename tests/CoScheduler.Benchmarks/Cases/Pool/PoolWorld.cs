using System.Collections.Immutable;
using System.Diagnostics;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>A pool with agents, roles and frameworks for a case.</summary>
internal sealed class PoolWorld
{
    private static readonly ImmutableSortedDictionary<string, string> NoAttributes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ResourcePool Pool { get; } = new();

    public PoolTime Now { get; private set; } = new(0);

    public static long Gi(long count) => count << 30;

    public StepResult Do(Command command)
    {
        var result = Pool.Step(Now, command);
        return result.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : result;
    }

    public void Wait(long milliseconds) => Now = Now.Plus(milliseconds);

    /// <summary>Agents of so many cpus and four times as many GiB of memory, in racks of 100.</summary>
    public PoolWorld WithAgents(int count, int cpus)
    {
        for (var i = 0; i < count; i++)
        {
            var attributes = NoAttributes.Add("rack", $"r{i / 100}");
            Do(new RegisterAgent(new AgentId($"agent{i:D6}"), ResourceVector.Of(cpus * 1000L, Gi(4L * cpus)), attributes));
        }

        return this;
    }

    /// <summary>So many roles below each other and beside each other; their paths are given back.</summary>
    public IReadOnlyList<string> WithRoles(int leaves, int depth, RoleQuota? quota = null)
    {
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        var names = new List<string>();
        var fanOut = (int)Math.Ceiling(Math.Pow(leaves, 1.0 / depth));
        for (var i = 0; i < leaves; i++)
        {
            var parts = new List<string>();
            for (int level = 0, rest = i; level < depth; level++, rest /= fanOut)
            {
                parts.Insert(0, $"r{rest % fanOut}");
            }

            for (var level = 1; level <= depth; level++)
            {
                roles.TryAdd(string.Join('/', parts.Take(level)), level == depth && quota is not null ? quota : new RoleQuota { MinRuntimeMilliseconds = 0 });
            }

            names.Add(string.Join('/', parts));
        }

        Do(new SetQuota(new QuotaTree(roles.ToImmutable())));
        return names;
    }

    public FrameworkId Framework(string name)
    {
        var id = new FrameworkId(name);
        Do(new RegisterFramework(id, name, [RoleName.Root], Defaults.FrameworkFailover));
        return id;
    }

    public static SetDemand Firm(FrameworkId framework, string @class, string role, int target, ResourceVector shape) =>
        new(framework, new DemandClass(@class), 1, target, DemandTerms.Of(new RoleName(role), shape, DemandMode.Firm));

    /// <summary>How long something takes, after what was garbage before it is gone.</summary>
    public static double Milliseconds(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    /// <summary>The bytes of the heap that are in use, after what was garbage is gone.</summary>
    public static long Heap()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>The yardstick of placements: as many decisions and effects, made and kept, and nothing decided.</summary>
    public static double BareRecords(int count)
    {
        var shape = ResourceVector.Of(1000, Gi(1));
        return Milliseconds(() =>
        {
            var (decisions, effects) = (new List<Decision>(), new List<Effect>());
            for (var i = 0; i < count; i++)
            {
                decisions.Add(new AllocationMade(new AllocationId(i), new FrameworkId("f"), new DemandClass("c"), new RoleName("r"), new AgentId("a"), shape, default));
                effects.Add(new AllocationGranted(new FrameworkId("f"), new AllocationId(i), new DemandClass("c"), new RoleName("r"), new AgentId("a"), shape, default));
            }

            GC.KeepAlive((decisions, effects));
        });
    }
}
