using System.Collections.Immutable;
using System.Diagnostics;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>
/// Kueue's own performance workload, in virtual time: 30 queues in 5 cohorts, each a role with 20 cpus guaranteed that may borrow 100
/// more inside its cohort. Equal small and medium ones are one class, each large one is a demand of its own. Who is asked back finishes
/// what it runs.
/// </summary>
internal sealed class KueueWorkload
{
    private const int Cohorts = 5;
    private const int QueuesEach = 6;
    private const long Cpu = 1000;

    private static readonly Kind[] Kinds =
    [
        new("small", 1, 200, 50, 350, 100),
        new("medium", 5, 500, 100, 100, 500),
        new("large", 20, 1000, 200, 50, 1200),
    ];

    private readonly PoolWorld _world = new();
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Dictionary<(FrameworkId Framework, DemandClass Class), Series> _series = [];
    private readonly List<long> _waitsOfLarge = [];
    private readonly Queue<AllocationGranted> _granted = new();
    private readonly HashSet<AllocationId> _gone = [];
    private bool _starting;
    private long _order;
    private long _lastEnd;

    /// <summary>From when the first came, one interval after the beginning as Kueue's generator makes it, until the last ended; in virtual milliseconds.</summary>
    public long Makespan => _lastEnd - Kinds.Min(kind => kind.Every);

    /// <summary>How long a large one waited until it had its place, in virtual milliseconds.</summary>
    public double MeanWaitOfLarge => _waitsOfLarge.Average();

    /// <summary>How many commands the pool was given.</summary>
    public int Commands { get; private set; }

    /// <summary>Plays all of it, and tells how long that took.</summary>
    public TimeSpan Play()
    {
        SetUp();
        var begin = Stopwatch.GetTimestamp();
        while (_events.TryDequeue(out var action, out var due))
        {
            while (_world.Pool.NextDeadline is { } next && next.Milliseconds <= due.At)
            {
                _world.Wait(next.Milliseconds - _world.Now.Milliseconds);
                Do(new Tick());
            }

            _world.Wait(due.At - _world.Now.Milliseconds);
            action();
        }

        return Stopwatch.GetElapsedTime(begin);
    }

    private void SetUp()
    {
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        for (var cohort = 0; cohort < Cohorts; cohort++)
        {
            var all = ResourceVector.Of(QueuesEach * 20 * Cpu, 0);
            roles.Add($"c{cohort}", new RoleQuota { Guarantee = all, Limit = all, MinRuntimeMilliseconds = 0 });
            for (var queue = 0; queue < QueuesEach; queue++)
            {
                roles.Add($"c{cohort}/q{queue}", new RoleQuota { Guarantee = ResourceVector.Of(20 * Cpu, 0), Borrow = ResourceVector.Of(100 * Cpu, 0) });
            }
        }

        _world.Do(new RegisterAgent(new AgentId("all"), ResourceVector.Of(Cohorts * QueuesEach * 20 * Cpu, 1), ImmutableSortedDictionary<string, string>.Empty));
        _world.Do(new SetQuota(new QuotaTree(roles.ToImmutable())));
        foreach (var role in roles.Keys.Where(role => role.Contains('/', StringComparison.Ordinal)))
        {
            var framework = _world.Framework(role);
            foreach (var kind in Kinds)
            {
                for (var i = 0; i < kind.Count; i++)
                {
                    var name = kind.Name == "large" ? $"{kind.Name}{i}" : kind.Name;
                    At((i + 1) * kind.Every, () => Arrive(framework, new DemandClass(name), kind));
                }
            }
        }
    }

    private void At(long at, Action action) => _events.Enqueue(action, (at, _order++));

    private void Arrive(FrameworkId framework, DemandClass @class, Kind kind)
    {
        if (!_series.TryGetValue((framework, @class), out var series))
        {
            var terms = DemandTerms.Of(new RoleName(framework.Value), ResourceVector.Of(kind.Cpus * Cpu, 0), DemandMode.Firm) with { Priority = kind.Priority };
            _series.Add((framework, @class), series = new Series(kind, terms));
        }

        series.Arrivals.Enqueue(_world.Now.Milliseconds);
        State(framework, @class, series, 1);
    }

    private void State(FrameworkId framework, DemandClass @class, Series series, int more)
    {
        series.Target += more;
        Do(new SetDemand(framework, @class, ++series.Version, series.Target, series.Terms));
    }

    private void Do(Command command)
    {
        Commands++;
        foreach (var effect in _world.Do(command).Effects)
        {
            switch (effect)
            {
                case AllocationGranted granted:
                    _granted.Enqueue(granted);
                    break;
                case AllocationEnded { Task: null } ended:
                    _gone.Add(ended.Allocation);
                    break;
            }
        }

        while (!_starting && _granted.TryDequeue(out var next))
        {
            if (!_gone.Remove(next.Allocation))
            {
                _starting = true;
                Start(next);
                _starting = false;
            }
        }
    }

    private void Start(AllocationGranted granted)
    {
        var series = _series[(granted.Framework, granted.Class)];
        var waited = _world.Now.Milliseconds - series.Arrivals.Dequeue();
        if (series.Kind.Name == "large")
        {
            _waitsOfLarge.Add(waited);
        }

        var task = new TaskId($"t{granted.Allocation.Value}");
        Do(new LaunchTask(granted.Framework, granted.Allocation, task, ""));
        At(_world.Now.Milliseconds + series.Kind.Lasts, () => End(granted, series, task));
    }

    private void End(AllocationGranted granted, Series series, TaskId task)
    {
        _lastEnd = _world.Now.Milliseconds;
        State(granted.Framework, granted.Class, series, -1);
        Do(new TaskReported(task, new TaskReport(TaskCondition.Exited, 0, null)));
    }

    private sealed record Kind(string Name, long Cpus, long Lasts, int Priority, int Count, long Every);

    private sealed class Series(Kind kind, DemandTerms terms)
    {
        public Kind Kind { get; } = kind;

        public DemandTerms Terms { get; } = terms;

        public Queue<long> Arrivals { get; } = new();

        public int Target { get; set; }

        public long Version { get; set; }
    }
}
