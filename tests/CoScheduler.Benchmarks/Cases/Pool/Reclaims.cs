using System.Runtime.CompilerServices;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>A guarantee that comes back.</summary>
internal sealed class Reclaims : IBenchmark
{
    /// <summary>As many as it takes until the code is warm, and as many again.</summary>
    private const int Runs = 40;

    public string Name => "reclaim-10k";

    public string Summary => "10,000 elastic tasks on 1,000 agents, a guarantee comes back for a gang of 1,000, until the plan is made and its victims are asked";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var world = new PoolWorld().WithAgents(1_000, 10);
            world.Do(new SetQuota(new QuotaTree(QuotaTree.Default.Roles
                .Add("site", new RoleQuota { Guarantee = ResourceVector.Of(2_000_000, PoolWorld.Gi(4_000)) })
                .Add("spark", new RoleQuota { MinRuntimeMilliseconds = 0 }))));
            var framework = world.Framework("f");
            var shape = ResourceVector.Of(1000, PoolWorld.Gi(2));
            var granted = world.Do(PoolWorld.Firm(framework, "elastic", "spark", 10_000, shape)).Effects.OfType<AllocationGranted>().ToList();
            for (var i = 0; i < granted.Count; i++)
            {
                world.Do(new LaunchTask(framework, granted[i].Allocation, new TaskId($"t{i}"), ""));
                world.Do(new TaskReported(new TaskId($"t{i}"), new TaskReport(TaskCondition.Running, null, null)));
            }

            world.Wait(1_000);
            var gang = new SetDemand(framework, new DemandClass("gang"), 1, 1_000, DemandTerms.Of(new RoleName("site"), shape, DemandMode.Firm) with { Gang = "g" });
            var asked = 0;
            times.Add(PoolWorld.Milliseconds(() => asked = world.Do(gang).Decisions.Count(decision => decision is ReclaimBegun)));
            if (asked != 1_000)
            {
                throw new InvalidOperationException($"{asked} were asked back.");
            }
        }

        yield return new BenchmarkResult(Name, Figures.Median(times), "ms", 20, new Against("as many records made, ms", Math.Round(PoolWorld.BareRecords(2_000), 2)));
    }
}

/// <summary>Topology spread.</summary>
internal sealed class Spreads : IBenchmark
{
    private const int Runs = 40;

    public string Name => "spread-5k";

    public string Summary => "5,000 agents in 50 racks, 1,200 tasks spread over racks with a skew of 1";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var world = new PoolWorld().WithAgents(5_000, 16);
            var framework = world.Framework("f");
            var terms = DemandTerms.Of(new RoleName("default"), ResourceVector.Of(1000, PoolWorld.Gi(1)), DemandMode.Firm) with
            {
                Placement = new PlacementTerms
                {
                    Labels = PlacementTermsLabels,
                    Spread = [new SpreadTerm("rack", 1, "app", "web")],
                },
            };
            var granted = 0;
            times.Add(PoolWorld.Milliseconds(() => granted = world.Do(new SetDemand(framework, new DemandClass("web"), 1, 1_200, terms)).Effects.Length));
            if (granted != 1_200)
            {
                throw new InvalidOperationException($"{granted} were granted.");
            }
        }

        yield return new BenchmarkResult(Name, Figures.Median(times), "ms", 10, new Against("as many records made, ms", Math.Round(PoolWorld.BareRecords(1_200), 2)));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> PlacementTermsLabels =>
        System.Collections.Immutable.ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("app", "web");
}
