using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Simulation.Workloads;

/// <summary>
/// A world made of a seed: a site with a guarantee and two peaks a day, applications with elastic executors, small batch
/// jobs, and agents that are lost and come back.
/// </summary>
/// <param name="options">What it is made of.</param>
public sealed class GeneratedWorkload(GeneratedWorldOptions options)
{
    private const long Gi = 1L << 30;
    private const long Minute = 60_000;
    private const long AgentMilliCpus = 16_000;
    private const long AgentMemory = 64 * Gi;

    private readonly SeededRandom _random = new(options.Seed);

    /// <summary>The quota that goes with it: the site may have half of everything back.</summary>
    public QuotaTree Quota { get; } = new(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, RoleQuota>
    {
        ["analytics"] = new() { Weight = 2, MinRuntimeMilliseconds = 10_000 },
        ["batch"] = new(),
        ["site"] = new() { Guarantee = ResourceVector.Of(options.Agents * AgentMilliCpus / 2, options.Agents * AgentMemory / 2), Weight = 3 },
    }));

    /// <summary>Makes it.</summary>
    /// <returns>The workload: the same for the same options.</returns>
    public Workload Create() => new()
    {
        Agents = [.. Agents(_random.Fork()).OrderBy(change => change.At)],
        Classes = [Site(_random.Fork()), .. Applications(_random.Fork()), .. Jobs(_random.Fork())],
        End = options.Milliseconds,
    };

    private IEnumerable<AgentChange> Agents(SeededRandom random)
    {
        for (var i = 0; i < options.Agents; i++)
        {
            var id = new AgentId(Name("agent", i + 1));
            var attributes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("zone", $"z{i % 3}");
            var here = new RegisterAgent(id, ResourceVector.Of(AgentMilliCpus, AgentMemory), attributes);
            yield return new AgentChange(0, here);
            for (var lost = 0; lost < options.Losses; lost++)
            {
                // Each in a part of the time of its own, so that no agent is lost while it is away.
                var part = options.Milliseconds / options.Losses;
                var at = (lost * part) + random.Next(1, Math.Max(1, part / 2));
                yield return new AgentChange(at, new AgentLost(id));
                yield return new AgentChange(at + random.Next(1, Math.Max(1, part / 4)), here);
            }
        }
    }

    /// <summary>Replicas that follow the hours of the day: few at night, most at noon and in the evening.</summary>
    private WorkClass Site(SeededRandom random)
    {
        var most = options.Agents * 7;
        var items = new List<WorkItem>();
        var withdrawals = new List<Withdrawal>();
        var now = 0;
        for (long at = 0; at < options.Milliseconds; at += 10 * Minute)
        {
            var hour = at / (60 * Minute) % 24;
            var percent = hour is >= 11 and < 14 or >= 18 and < 22 ? 95 : hour is >= 7 and < 23 ? 55 : 20;
            var wanted = Math.Max(1, (most * percent / 100) + random.Next(-most / 20, most / 20));
            items.AddRange(Enumerable.Repeat(new WorkItem(at, [new WorkRun(null, 0)]), Math.Max(0, wanted - now)));
            if (wanted < now)
            {
                withdrawals.Add(new Withdrawal(at, now - wanted));
            }

            now = wanted;
        }

        return Class("site", "web", DemandTerms.Of(new RoleName("site"), ResourceVector.Of(1_000, 4 * Gi), DemandMode.Firm), items) with { Withdrawals = [.. withdrawals] };
    }

    private IEnumerable<WorkClass> Applications(SeededRandom random)
    {
        var count = options.Milliseconds / (5 * Minute);
        var role = new RoleName("analytics");
        for (var i = 1; i <= count; i++)
        {
            var app = Name("app", i);
            var at = random.Next(0, options.Milliseconds);
            var runs = random.Next(2 * Minute, 40 * Minute);
            var executors = random.Next(1, Math.Max(2, options.Agents * 4 / 5));
            yield return Class("spark", $"{app}-driver", new DemandTerms(role, ResourceVector.Of(1_000, 2 * Gi), DemandMode.Firm, 0, [], app) { GangClasses = 2 }, [Item(at, runs)]);
            yield return Class("spark", $"{app}-first", new DemandTerms(role, ResourceVector.Of(2_000, 8 * Gi), DemandMode.Firm, 0, [], app) { GangClasses = 2 }, [Item(at, runs)]);
            var items = Enumerable.Range(0, executors).Select(_ => Item(at + 1_000, random.Next(runs / 2, runs))).ToList();
            yield return Class("spark", $"{app}-more", DemandTerms.Of(role, ResourceVector.Of(2_000, 8 * Gi), DemandMode.Open), items);
        }
    }

    private IEnumerable<WorkClass> Jobs(SeededRandom random)
    {
        for (var size = 1; size <= 4; size++)
        {
            var terms = DemandTerms.Of(new RoleName("batch"), ResourceVector.Of(size * 500, size * 2 * Gi), DemandMode.Firm) with { Priority = (4 - size) * 10 };
            var items = new List<WorkItem>();
            for (var at = random.Next(0, Minute); at < options.Milliseconds; at += random.Next(1, 120_000 / Math.Max(1, options.Agents / 10)))
            {
                var runs = random.Next(Minute, 20 * Minute);
                ImmutableArray<WorkRun> attempts = random.Chance(5) ? [new WorkRun(runs / 2, 1), new WorkRun(runs, 0)] : [new WorkRun(runs, 0)];
                items.Add(new WorkItem(at, attempts));
            }

            yield return Class("batch", Name("size", size), terms, items);
        }
    }

    private static WorkItem Item(long at, long runs) => new(at, [new WorkRun(runs, 0)]);

    private static WorkClass Class(string framework, string name, DemandTerms terms, IReadOnlyCollection<WorkItem> items) => new()
    {
        Framework = new FrameworkId(framework),
        Class = new DemandClass(name),
        Terms = terms,
        Items = [.. items],
    };

    private static string Name(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:0000}");
}

/// <summary>What a generated world is made of.</summary>
/// <param name="Seed">Everything follows from it.</param>
/// <param name="Agents">How many agents, 1 or more; each has 16 cpus and 64 GiB.</param>
/// <param name="Milliseconds">How long it lasts.</param>
/// <param name="Losses">How often each agent is lost, and comes back.</param>
public sealed record GeneratedWorldOptions(long Seed, int Agents, long Milliseconds, int Losses);
