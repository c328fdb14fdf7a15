using System.Collections.Immutable;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>Another tenant, which wants its guarantee and launches nothing.</summary>
internal sealed class SiteFramework : IFramework
{
    private readonly TaskCompletionSource<AllocationId> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPoolMaster? _master;
    private long _version;

    public FrameworkId Id { get; } = new("site");

    public string Name => "Site";

    public ImmutableArray<RoleName> Roles => [RoleName.Root];

    public Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken)
    {
        _master = master;
        return Task.CompletedTask;
    }

    public void Receive(FrameworkEffect effect)
    {
        if (effect is AllocationGranted granted)
        {
            _granted.TrySetResult(granted.Allocation);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task DemandAsync(string shape, int target) => Assert.Null(await _master!.SubmitAsync(
        new SetDemand(Id, new DemandClass("all"), ++_version, target, DemandTerms.Of(DuckDbMachine.Site, ResourceVector.Parse(shape), DemandMode.Firm)),
        TestContext.Current.CancellationToken));

    /// <summary>Waits for the grant; a lower target has given it back already, if it came before.</summary>
    public async Task GiveBackAsync()
    {
        var granted = await _granted.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await _master!.SubmitAsync(new ReleaseAllocation(Id, granted), TestContext.Current.CancellationToken);
    }
}
