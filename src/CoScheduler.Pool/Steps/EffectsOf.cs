using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>What a decision means outside, seen just before it comes true.</summary>
internal static class EffectsOf
{
    public static void Before(PoolState state, Decision decision, Action<Effect> emit)
    {
        switch (decision)
        {
            case OfferOpened d:
                emit(new OfferMade(d.Framework, d.Offer, d.Class, d.Role, d.Agent, d.Resources, d.Guaranteed, d.Deadline, state.Agents[d.Agent].Attributes) { Set = d.Set });
                break;
            case OfferClosed { Closure: OfferClosure.Rescinded or OfferClosure.Expired } d:
                emit(new OfferRescinded(state.Offers[d.Offer.Value].Framework, d.Offer));
                break;
            case DemandJudged d:
                emit(new DemandWaits(d.Framework, d.Class, d.Reason));
                break;
            case AllocationMade d:
                emit(new AllocationGranted(d.Framework, d.Allocation, d.Class, d.Role, d.Agent, d.Resources, d.LaunchBy));
                break;
            case AllocationTaken d:
                emit(new StartTask(d.Agent, d.Task, d.Allocation, d.Resources, d.Payload));
                break;
            case TaskLaunched d:
                var granted = state.Allocations[d.Allocation.Value];
                emit(new StartTask(granted.Agent, d.Task, d.Allocation, granted.Resources, d.Payload));
                break;
            case TaskSeenRunning d:
                Running(state.Allocations[d.Allocation.Value], emit);
                break;
            case ReclaimBegun d:
                AskedBack(state.Allocations[d.Allocation.Value], d.Cause, d.Deadline, emit);
                break;
            case ReclaimHastened d:
                AskedBack(state.Allocations[d.Allocation.Value], state.Allocations[d.Allocation.Value].Cause!.Value, d.Deadline, emit);
                break;
            case ReclaimWithdrawn d:
                var staying = state.Allocations[d.Allocation.Value];
                emit(new ReclaimCancelled(staying.Framework, staying.Id, staying.Task!.Value));
                break;
            case KillBegun d:
                Kill(state.Allocations[d.Allocation.Value], emit);
                break;
            case KillUnconfirmed d:
                Kill(state.Allocations[d.Allocation.Value], emit);
                break;
            case AllocationClosed d:
                Closed(state, state.Allocations[d.Allocation.Value], d, emit);
                break;
        }
    }

    private static void Running(AllocationEntry allocation, Action<Effect> emit)
    {
        var task = allocation.Task!.Value;
        emit(new TaskStarted(allocation.Framework, allocation.Id, task, allocation.Agent));

        // It was asked back before it ran: the signal may have gone to nobody.
        if (allocation.State == AllocationState.Reclaiming)
        {
            emit(new SignalTask(allocation.Agent, task, allocation.Deadline!.Value));
        }
        else if (allocation.State is AllocationState.Killing or AllocationState.Stuck)
        {
            Kill(allocation, emit);
        }
    }

    private static void AskedBack(AllocationEntry allocation, ReclaimCause cause, PoolTime deadline, Action<Effect> emit)
    {
        emit(new SignalTask(allocation.Agent, allocation.Task!.Value, deadline));
        emit(new ReclaimRequested(allocation.Framework, allocation.Id, allocation.Task.Value, cause, deadline));
    }

    private static void Kill(AllocationEntry allocation, Action<Effect> emit) => emit(new KillTask(allocation.Agent, allocation.Task!.Value));

    private static void Closed(PoolState state, AllocationEntry allocation, AllocationClosed d, Action<Effect> emit)
    {
        if (allocation.Task is { } task && allocation.Home.Presence != Presence.Lost)
        {
            emit(new ForgetTask(allocation.Agent, task));
        }

        emit(new AllocationEnded(allocation.Framework, allocation.Id, allocation.Class, allocation.Task, d.End, d.ExitCode, d.Detail));
    }
}
