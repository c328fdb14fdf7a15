using System.Runtime.CompilerServices;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>Kueue's performance workload.</summary>
internal sealed class Kueue : IBenchmark
{
    /// <summary>All the work there is, over all the cpus.</summary>
    private const double Ideal = 66;

    public string Name => "kueue";

    public string Summary => "Kueue's workload in virtual time, 30 queues in 5 cohorts, 15,000 workloads: from the first that came until the last ended, how long large ones waited, and how long it took to compute";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        new KueueWorkload().Play();
        var workload = new KueueWorkload();
        var took = workload.Play();
        yield return new BenchmarkResult("kueue", workload.Makespan / 1000.0, "s, virtual", 67, new Against("all work over all cpus, s", Ideal));
        yield return new BenchmarkResult("kueue-large", workload.MeanWaitOfLarge / 1000.0, "s, virtual", 1, null);
        yield return new BenchmarkResult("kueue-computed", took.TotalSeconds, "s", 1, new Against("commands, us each", Math.Round(took.TotalMicroseconds / workload.Commands, 2)));
    }
}
