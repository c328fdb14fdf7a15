using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>What the pool's effects do to the fleet.</summary>
internal sealed class FleetEffects(FleetState state, FleetPlans plans, PoolVoice voice, ILogger logger)
{
    // An offer that nothing waits for now may be wanted soon.
    private const long DeclineMilliseconds = 1_000;

    /// <summary>Takes an effect in.</summary>
    /// <returns>The role that it touches; null for all.</returns>
    public RoleName? Handle(FrameworkEffect effect)
    {
        switch (effect)
        {
            case AllocationGranted granted:
                Granted(granted);
                return granted.Role;
            case OfferMade offer:
                Offered(offer);
                return offer.Role;
            case ReclaimRequested reclaim:
                return Reclaimed(reclaim);
            case TaskStarted:
                state.Counters = state.Counters with { Granted = state.Counters.Granted + 1 };
                return null;
            case AllocationEnded ended:
                return Ended(ended);
            case DemandWaits waits when RoleFleet.RoleOf(waits.Class) is { } role:
                Waits(state.Of(role), waits);
                return role;
            default:
                return null;
        }
    }

    public void Granted(AllocationGranted granted)
    {
        var fleet = state.Of(granted.Role);
        if (fleet.Plan.FirstTarget == 0 || fleet.Workers.Any(w => w.First && w.State != WorkerState.Leaving))
        {
            voice.Say(new ReleaseAllocation(plans.Id, granted.Allocation));
            return;
        }

        // An allocation's number is used once, and so is this task's id.
        var task = new TaskId(string.Create(CultureInfo.InvariantCulture, $"duckdb-a{granted.Allocation.Value}"));
        var payload = plans.Launch(task, fleet, first: true, granted.Agent, granted.Resources);
        voice.Say(new LaunchTask(plans.Id, granted.Allocation, task, payload));
    }

    private void Offered(OfferMade offer)
    {
        var fleet = state.Of(offer.Role);
        var usable = fleet.Workers.Count(w => !w.First && w.State != WorkerState.Leaving);
        var count = WorkerPlanner.Take(fleet.Plan.MoreTarget, usable, plans.Fits(offer.Resources));
        if (count == 0)
        {
            voice.Say(new DeclineOffer(plans.Id, offer.Offer, DeclineMilliseconds));
            return;
        }

        var launches = ImmutableArray.CreateBuilder<TaskLaunch>(count);
        for (var i = 0; i < count; i++)
        {
            var task = new TaskId(string.Create(CultureInfo.InvariantCulture, $"duckdb-o{offer.Offer.Value}-{i}"));
            launches.Add(new TaskLaunch(task, plans.Shape, plans.Launch(task, fleet, first: false, offer.Agent, plans.Shape)));
        }

        voice.Say(new AcceptOffer(plans.Id, offer.Offer, launches.MoveToImmutable()));
    }

    private RoleName? Reclaimed(ReclaimRequested reclaim)
    {
        if (state.Find(reclaim.Task) is not { } worker)
        {
            return null;
        }

        worker.State = WorkerState.Leaving;
        return worker.Role;
    }

    private RoleName? Ended(AllocationEnded ended)
    {
        var counters = state.Counters;
        state.Counters = ended.End switch
        {
            AllocationEnd.Reclaimed => counters with { Reclaimed = counters.Reclaimed + 1 },
            AllocationEnd.Preempted => counters with { Preempted = counters.Preempted + 1 },
            _ => counters,
        };
        if (ended.Task is not { } task || state.Find(task) is not { } worker)
        {
            return null;
        }

        var fleet = state.Of(worker.Role);
        Log.WorkerEnded(logger, task, worker.Role, ended.End, ended.ExitCode, ended.Detail);
        if (worker is { State: WorkerState.Starting, Adopted: false } && ended.End is AllocationEnd.Failed or AllocationEnd.Finished)
        {
            fleet.StartFailed(ended.Detail ?? $"exit code {ended.ExitCode}", state.Now);
            Log.StartFailed(logger, task, worker.Role, fleet.Failures, fleet.LastFailure!);
        }

        plans.Remove(worker);
        return worker.Role;
    }

    private void Waits(RoleFleet fleet, DemandWaits waits)
    {
        if (waits.Reason is { } reason && !IsPremature(reason))
        {
            fleet.Reasons[waits.Class] = reason;
        }
        else
        {
            fleet.Reasons.Remove(waits.Class);
        }
    }

    // Before the first agent is there, nothing fits; that is no reason to refuse anybody.
    private bool IsPremature(PendingReason reason) =>
        reason.Code == ReasonCode.NoAgentFits && !voice.Master.Snapshot.Agents.Values.Any(a => a.State == AgentState.Active);
}
