using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Takes over the workers and demands that stand in the pool from before a restart.</summary>
internal sealed class FleetAdoption(
    FrameworkId id, FleetState state, WorkerLauncher launcher, WorkerLinks links, FleetEffects effects, ILogger logger)
{
    public void Adopt(PoolSnapshot snapshot)
    {
        foreach (var demand in snapshot.Demands.Where(d => d.Framework == id))
        {
            if (RoleFleet.RoleOf(demand.Class) is { } role)
            {
                state.Of(role).Targets[demand.Class] = demand.Target;
            }
        }

        foreach (var allocation in snapshot.Allocations.Values.Where(a => a.Framework == id))
        {
            Adopt(allocation);
        }

        state.Publish();
    }

    private void Adopt(AllocationView allocation)
    {
        if (allocation.State == AllocationState.Granted)
        {
            effects.Granted(new AllocationGranted(
                id, allocation.Id, allocation.Class, allocation.Role, allocation.Agent, allocation.Resources, allocation.Deadline ?? default));
        }
        else if (allocation.State != AllocationState.Stuck && launcher.Adopt(allocation) is { } worker)
        {
            state.Of(worker.Role).Workers.Add(worker);
            links.Connect(worker);
            Log.WorkerAdopted(logger, worker.Task, worker.Role);
        }
    }
}
