using System.Collections.Immutable;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Services;

/// <summary>
/// Long-running services, after Marathon: each has a firm demand of so many replicas, every replica is a task, and one
/// that ends is started again, later each time. What was applied lasts until it is deleted.
/// </summary>
public sealed class ServicesFramework : IFramework
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Service> _services = new(StringComparer.Ordinal);
    private readonly IFrameworkStore _store;
    private readonly ServicesOptions _options;
    private readonly ILogger _logger;
    private readonly ServiceWorld _world;
    private IPoolMaster? _master;

    /// <summary>Makes the framework; the master starts it.</summary>
    /// <param name="store">Where what was applied is kept.</param>
    /// <param name="logs">Where the last lines of failed replicas are read.</param>
    /// <param name="options">How services are run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Its log.</param>
    public ServicesFramework(IFrameworkStore store, ITaskLogs logs, ServicesOptions options, TimeProvider time, ILogger<ServicesFramework> logger)
    {
        _store = store;
        _options = options;
        _logger = logger;
        _world = new ServiceWorld(Id, options, time, logs, logger, _gate, _services);
    }

    /// <inheritdoc />
    public FrameworkId Id { get; } = new("services");

    /// <inheritdoc />
    public string Name => "Services";

    /// <inheritdoc />
    public ImmutableArray<RoleName> Roles => [RoleName.Root];

    private IPoolMaster Master => _master ?? throw new InvalidOperationException("The services framework has not been started.");

    /// <summary>Creates or changes the services of a manifest: all of them, or none if there is an error.</summary>
    /// <param name="manifest">Kubernetes Deployments or Pods, in YAML or JSON.</param>
    /// <param name="dryRun">Only say what would come of it.</param>
    /// <returns>What came of it.</returns>
    public ApplyResult Apply(string manifest, bool dryRun = false)
    {
        var roles = Master.Snapshot.Quota.Roles;
        var reading = ServiceManifest.Read(manifest, _options.DefaultRole, role => roles.ContainsKey(role.Value));
        lock (_gate)
        {
            var changes = reading.Services.Select(Change).ToImmutableArray();
            if (!dryRun)
            {
                Carry([.. changes.Where(change => change.Outcome != ApplyOutcome.Unchanged)]);
            }

            return new ApplyResult(
                [.. changes.Select(change => new AppliedService(change.Kept.Spec.Name, change.Outcome, change.Kept.Revision) { Role = change.Kept.Spec.Template.Role })], reading.Errors, reading.Warnings);
        }
    }

    /// <summary>All services as they stand, by name.</summary>
    /// <returns>The services.</returns>
    public ImmutableArray<ServiceView> List()
    {
        var pool = Master.Snapshot;
        lock (_gate)
        {
            return [.. _services.Values.Select(service => service.View(pool))];
        }
    }

    /// <summary>One service as it stands.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The service, or null if there is none.</returns>
    public ServiceView? Find(string name)
    {
        var pool = Master.Snapshot;
        lock (_gate)
        {
            return _services.GetValueOrDefault(name)?.View(pool);
        }
    }

    /// <summary>Changes how many replicas a service has.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="replicas">How many are wanted.</param>
    /// <param name="dryRun">Only say whether it could be done.</param>
    /// <returns>Null if it is so, else why not.</returns>
    public ServiceFault? Scale(string name, int replicas, bool dryRun = false)
    {
        lock (_gate)
        {
            if (Present(name) is not { } service)
            {
                return Unknown(name);
            }

            if (replicas is < 0 or > ServiceManifest.MostReplicas)
            {
                return new ServiceFault("invalid", $"A service has 0 to {ServiceManifest.MostReplicas} replicas.");
            }

            if (!dryRun)
            {
                Carry([(service.Kept with { Spec = service.Kept.Spec with { Replicas = replicas } }, ApplyOutcome.Updated)]);
            }

            return null;
        }
    }

    /// <summary>Ends a service: its replicas are stopped with grace.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dryRun">Only say whether it could be done.</param>
    /// <returns>Null if it is so, else why not.</returns>
    public ServiceFault? Delete(string name, bool dryRun = false)
    {
        lock (_gate)
        {
            if (Present(name) is not { } service)
            {
                return Unknown(name);
            }

            if (!dryRun)
            {
                _store.Save(Id, new Dictionary<string, string?> { [name] = null });
                Log.Deleted(_logger, name);
                service.Delete();
                RemoveIfGone(name, service);
            }

            return null;
        }
    }

    /// <summary>How long replicas waited since the server started.</summary>
    /// <returns>The numbers.</returns>
    public ServiceStatistics Statistics()
    {
        lock (_gate)
        {
            return _world.Waits.Summary();
        }
    }

    /// <inheritdoc />
    public Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _master = master;
            _world.Start(master);
            foreach (var kept in _store.Load(Id).Values.Select(KeptService.Read))
            {
                _services.Add(kept.Spec.Name, new Service(kept, _world));
            }

            var held = snapshot.Allocations.Values.Where(allocation => allocation.Framework == Id).ToLookup(allocation => allocation.Class.Value);
            foreach (var (name, service) in _services)
            {
                service.Adopt(held[name]);
            }

            foreach (var demand in snapshot.Demands.Where(demand => demand.Framework == Id && !_services.ContainsKey(demand.Class.Value)))
            {
                EndForgotten(demand, held[demand.Class.Value]);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Receive(FrameworkEffect effect)
    {
        lock (_gate)
        {
            switch (effect)
            {
                case AllocationGranted granted:
                    Granted(granted);
                    break;
                case TaskStarted started:
                    Holder(started.Allocation)?.Started(started.Allocation);
                    break;
                case ReclaimRequested reclaim:
                    Holder(reclaim.Allocation)?.AskedBack(reclaim.Allocation);
                    break;
                case AllocationEnded ended when _services.TryGetValue(ended.Class.Value, out var service):
                    service.Ended(ended);
                    RemoveIfGone(ended.Class.Value, service);
                    break;
            }
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => _world.StopAsync(cancellationToken);

    private static ServiceFault Unknown(string name) => new("unknown_service", $"There is no service {name}.");

    private Service? Present(string name) => _services.TryGetValue(name, out var service) && !service.Deleting ? service : null;

    private Service? Holder(AllocationId allocation) => _services.Values.FirstOrDefault(service => service.Holds(allocation));

    private (KeptService Kept, ApplyOutcome Outcome) Change(ServiceSpec wanted)
    {
        if (Present(wanted.Name)?.Kept is not { } kept)
        {
            var before = _services.GetValueOrDefault(wanted.Name)?.Kept.Revision ?? 0;
            return (new KeptService(wanted, before + 1, _world.Now), ApplyOutcome.Created);
        }

        if (!kept.Spec.Template.IsSameAs(wanted.Template))
        {
            return (kept with { Spec = wanted, Revision = kept.Revision + 1 }, ApplyOutcome.Updated);
        }

        return (kept with { Spec = wanted }, kept.Spec.Replicas == wanted.Replicas ? ApplyOutcome.Unchanged : ApplyOutcome.Updated);
    }

    /// <summary>First kept, then done: what was answered survives.</summary>
    private void Carry(ImmutableArray<(KeptService Kept, ApplyOutcome Outcome)> changes)
    {
        if (changes.Length == 0)
        {
            return;
        }

        _store.Save(Id, changes.ToDictionary(change => change.Kept.Spec.Name, change => (string?)change.Kept.Write()));
        foreach (var (kept, outcome) in changes)
        {
            var name = kept.Spec.Name;
            Log.Applied(_logger, name, outcome, kept.Revision, kept.Spec.Replicas);
            if (!_services.TryGetValue(name, out var service))
            {
                service = new Service(kept, _world);
                _services.Add(name, service);
            }

            service.Change(kept);
        }
    }

    private void Granted(AllocationGranted granted)
    {
        if (_services.TryGetValue(granted.Class.Value, out var service))
        {
            service.Granted(granted.Allocation, granted.Agent);
        }
        else
        {
            _world.Send(new ReleaseAllocation(Id, granted.Allocation));
        }
    }

    private void RemoveIfGone(string name, Service service)
    {
        if (service.IsGone)
        {
            _services.Remove(name);
        }
    }

    /// <summary>A service that was deleted just before the server ended.</summary>
    private void EndForgotten(DemandView demand, IEnumerable<AllocationView> held)
    {
        _world.Send(new SetDemand(Id, demand.Class, _world.NextVersion(), 0, demand.Terms));
        foreach (var task in held.Select(allocation => allocation.Task).OfType<TaskId>())
        {
            _world.Send(new StopTask(task, Id, null));
        }
    }
}
