using System.Collections.Immutable;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Master;

/// <summary>A framework that records its effects and answers them as a test says.</summary>
internal sealed class RecordingFramework(string id = "test") : IFramework
{
    public FrameworkId Id => new(id);

    public string Name => id;

    public ImmutableArray<RoleName> Roles => [RoleName.Root];

    public Recorded<FrameworkEffect> Effects { get; } = new();

    public Action<FrameworkEffect> Answer { get; set; } = _ => { };

    public PoolSnapshot? StartedWith { get; private set; }

    public bool Stopped { get; private set; }

    public Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken)
    {
        StartedWith = snapshot;
        return Task.CompletedTask;
    }

    public void Receive(FrameworkEffect effect)
    {
        Effects.Add(effect);
        Answer(effect);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stopped = true;
        return Task.CompletedTask;
    }
}
