using System.Collections.Immutable;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>A site whose replicas sleep: what wants its guarantee back.</summary>
internal sealed class SiteFramework : IFramework
{
    private static readonly RoleName s_role = new("site");
    private static readonly ResourceVector s_shape = ResourceVector.Parse("cpus:1,mem:128Mi");

    private IPoolMaster? _master;
    private int _launched;
    private long _version;

    public FrameworkId Id { get; } = new("site");

    public string Name => "Site";

    public ImmutableArray<RoleName> Roles => [s_role];

    public Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken)
    {
        _master = master;
        return Task.CompletedTask;
    }

    public void Receive(FrameworkEffect effect)
    {
        if (effect is AllocationGranted granted)
        {
            var spec = new TaskSpec { Kind = "service", Name = "site", Command = ["sleep", "600"] };
            _ = _master!.SubmitAsync(new LaunchTask(Id, granted.Allocation, new TaskId($"site-{++_launched}"), TaskSpecJson.Write(spec))).AsTask();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task ScaleAsync(int replicas) =>
        await _master!.SubmitAsync(new SetDemand(Id, new DemandClass("site"), ++_version, replicas, DemandTerms.Of(s_role, s_shape, DemandMode.Firm)));

    public Func<PoolSnapshot, bool> Runs(int replicas) =>
        snapshot => snapshot.Allocations.Values.Count(allocation => allocation.Framework == Id && allocation.State == AllocationState.Running) == replicas;
}
