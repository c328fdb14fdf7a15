namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>The pool's cases. <c>pool</c> on the command line is all of them.</summary>
internal static class PoolCases
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new Placements("place-1k", agents: 1_000, cpus: 64, tasks: 10_000, roles: 10, depth: 1, classes: 100, target: 1_000_000),
        new Placements("place-5k", agents: 5_000, cpus: 64, tasks: 50_000, roles: 100, depth: 1, classes: 1_000, target: 1_000_000),
        new Placements("place-50k", agents: 50_000, cpus: 64, tasks: 1_000_000, roles: 1_000, depth: 4, classes: 1_000, target: 500_000, heap: true),
        new SharedPlacements(),
        new SinglePlacements(),
        new Allocated(),
        new Offers(),
        new Declines(),
        new Reclaims(),
        new Spreads(),
        new Shares(),
        new Restore(),
        new Kueue(),
    ];
}
