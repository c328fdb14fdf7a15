using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>What the fleet's loop knows. Changed by that loop alone; views are for all.</summary>
internal sealed class FleetState(TimeProvider time)
{
    private readonly SortedDictionary<RoleName, RoleFleet> _roles = [];
    private readonly long _begin = time.GetTimestamp();
    private ImmutableArray<WorkerView> _views = [];
    private WorkerCounters _counters = new(0, 0, 0);

    /// <summary>Milliseconds since this began.</summary>
    public long Now => (long)time.GetElapsedTime(_begin).TotalMilliseconds;

    public IReadOnlyCollection<RoleFleet> Roles => _roles.Values;

    /// <summary>The analyses that may be asked for.</summary>
    public ImmutableArray<Analysis> Analyses { get; set; } = [];

    public ImmutableArray<WorkerView> Views
    {
        get
        {
            lock (_roles)
            {
                return _views;
            }
        }
    }

    public WorkerCounters Counters
    {
        get => Volatile.Read(ref _counters);
        set => Volatile.Write(ref _counters, value);
    }

    public RoleFleet Of(RoleName role)
    {
        if (!_roles.TryGetValue(role, out var fleet))
        {
            fleet = new RoleFleet(role);
            _roles.Add(role, fleet);
        }

        return fleet;
    }

    public Worker? Find(TaskId task) => _roles.Values.SelectMany(fleet => fleet.Workers).FirstOrDefault(worker => worker.Task == task);

    public void Publish()
    {
        ImmutableArray<WorkerView> views = [.. _roles.Values.SelectMany(fleet => fleet.Workers).Select(worker => worker.View())];
        lock (_roles)
        {
            _views = views;
        }
    }
}
