using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>What executions, workers and the catalogue tell the fleet.</summary>
internal sealed class FleetRequests(FleetState state, FleetPlans plans, WorkerLinks links, ILogger logger)
{
    /// <summary>Takes an event in.</summary>
    /// <returns>The role that it touches; null for all.</returns>
    public RoleName? Handle(FleetEvent happened)
    {
        switch (happened)
        {
            case LeaseAsked asked:
                state.Of(asked.Request.Role).Waiting.Add(asked.Request);
                return asked.Request.Role;
            case LeaseAbandoned abandoned:
                Abandon(abandoned.Request);
                return abandoned.Request.Role;
            case LeaseReturned returned:
                return Change(returned.Task, Return);
            case WorkerRefused refused:
                return Change(refused.Task, worker => worker.State = WorkerState.Leaving);
            case WorkerConnected connected:
                return Connected(connected);
            case WorkerSilent silent:
                return Change(silent.Task, Silent);
            case WorkerCut cut:
                return Change(cut.Task, Cut);
            case CatalogueTold told:
                Told(told);
                return null;
            case CommandRefused refused:
                Refused(refused.Command, refused.Refusal);
                return null;
            default:
                throw new InvalidOperationException($"Nobody hears {happened.GetType().Name}.");
        }
    }

    private RoleName? Change(TaskId task, Action<Worker> change)
    {
        if (state.Find(task) is not { } worker)
        {
            return null;
        }

        change(worker);
        return worker.Role;
    }

    private void Abandon(LeaseRequest request)
    {
        if (state.Of(request.Role).Waiting.Remove(request))
        {
            request.GiveUp();
        }
    }

    private void Return(Worker worker)
    {
        worker.Busy--;
        worker.IdleSince = state.Now;
    }

    private RoleName? Connected(WorkerConnected connected)
    {
        if (state.Find(connected.Task) is not { } worker)
        {
            _ = connected.Client.DisposeAsync().AsTask();
            return null;
        }

        worker.Client = connected.Client;
        worker.IdleSince = state.Now;
        if (worker.State == WorkerState.Starting)
        {
            worker.State = WorkerState.Ready;
            state.Of(worker.Role).StartSucceeded();
            links.Prepare(worker, state.Analyses);
        }

        Log.WorkerReady(logger, worker.Task, worker.Role, connected.Client.Connection.ProcessId);
        return worker.Role;
    }

    private void Silent(Worker worker)
    {
        if (!worker.Adopted)
        {
            var fleet = state.Of(worker.Role);
            fleet.StartFailed("it doesn't listen on its socket", state.Now);
            Log.StartFailed(logger, worker.Task, worker.Role, fleet.Failures, fleet.LastFailure!);
        }

        plans.Stop(worker);
    }

    private void Cut(Worker worker)
    {
        if (worker.State == WorkerState.Leaving)
        {
            return;
        }

        Log.WorkerCut(logger, worker.Task, worker.Role);
        plans.Stop(worker);
    }

    private void Told(CatalogueTold told)
    {
        state.Analyses = told.Analyses;
        foreach (var worker in state.Roles.SelectMany(fleet => fleet.Workers).Where(w => w.State == WorkerState.Ready))
        {
            links.Prepare(worker, told.Analyses);
        }
    }

    /// <summary>An offer that was taken back while the answer to it was on its way is nothing to warn of.</summary>
    private void LogRefusal(Command command, Refusal refusal)
    {
        if (refusal.Code == RefusalCode.UnknownOffer)
        {
            Log.OfferGone(logger, command.GetType().Name, refusal.Message);
        }
        else
        {
            Log.Refused(logger, command.GetType().Name, refusal.Code, refusal.Message);
        }
    }

    private void Refused(Command command, Refusal refusal)
    {
        LogRefusal(command, refusal);
        switch (command)
        {
            case SetDemand demand when RoleFleet.RoleOf(demand.Class) is { } role && demand.Target > 0:
                RefuseAll(state.Of(role), demand.Class, refusal);
                break;
            case LaunchTask launch:
                Forget(launch.Task);
                break;
            case AcceptOffer accept:
                foreach (var launch in accept.Tasks)
                {
                    Forget(launch.Task);
                }

                break;
            default:
                break;
        }
    }

    // A demand that can't be stated can't be met: those that wait for it are told, and the next may try again.
    private static void RefuseAll(RoleFleet fleet, DemandClass name, Refusal refusal)
    {
        fleet.Targets.Remove(name);
        foreach (var request in fleet.Waiting.Where(r => r.Known is null).ToList())
        {
            fleet.Waiting.Remove(request);
            request.Refuse(WorkerErrors.Refused(refusal));
        }
    }

    private void Forget(TaskId task)
    {
        if (state.Find(task) is { } worker)
        {
            plans.Remove(worker);
        }
    }
}
