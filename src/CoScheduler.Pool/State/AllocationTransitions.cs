using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

internal static class AllocationTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case AllocationMade d:
                SetDeadline(state, Add(state, d.Allocation, d.Framework, d.Class, d.Agent, d.Resources), d.LaunchBy);
                break;
            case AllocationTaken d:
                Launch(state, Add(state, d.Allocation, d.Framework, d.Class, d.Agent, d.Resources), d.Task, d.Payload);
                break;
            case TaskLaunched d:
                Launch(state, state.Allocations[d.Allocation.Value], d.Task, d.Payload);
                break;
            case TaskSeenRunning d:
                SeeRunning(state, state.Allocations[d.Allocation.Value]);
                break;
            case LossCostReported d:
                state.Allocations[d.Allocation.Value].Cost = d.Cost;
                break;
            case ReclaimBegun d:
                state.Allocations[d.Allocation.Value].Cause = d.Cause;
                Enter(state, state.Allocations[d.Allocation.Value], AllocationState.Reclaiming, d.Deadline);
                break;
            case ReclaimHastened d:
                SetDeadline(state, state.Allocations[d.Allocation.Value], d.Deadline);
                Stir(state, state.Allocations[d.Allocation.Value]);
                break;
            case ReclaimWithdrawn d:
                LetStay(state, state.Allocations[d.Allocation.Value]);
                break;
            case KillBegun d:
                Enter(state, state.Allocations[d.Allocation.Value], AllocationState.Killing, d.Deadline);
                break;
            case KillUnconfirmed d:
                Enter(state, state.Allocations[d.Allocation.Value], AllocationState.Stuck, null);
                break;
            case AllocationClosed d:
                Close(state, state.Allocations[d.Allocation.Value]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    /// <summary>Counts an allocation on its agent, out of what is reserved for its role first.</summary>
    public static void Occupy(PoolState state, AllocationEntry allocation)
    {
        var (agent, need) = (allocation.Home, allocation.Need);
        agent.Allocations.Add(allocation);
        agent.Allocate(allocation, 1);
        state.Agents.CountAllocated(agent, need, 1);
        if (agent.Reservations.Count > 0)
        {
            Reserving.Take(state, allocation);
        }

        state.Agents.Move(agent, need, -1);
        CountLabels(state, allocation, 1);
    }

    /// <summary>Counts an allocation on its agent as it was counted before a restart.</summary>
    public static void Restore(PoolState state, AllocationEntry allocation, RoleName? reservedFor, ResourceVector? reserved)
    {
        var agent = allocation.Home;
        agent.Allocations.Add(allocation);
        agent.Allocate(allocation, 1);
        state.Agents.CountAllocated(agent, allocation.Need, 1);
        if (reservedFor is { } role && reserved is not null)
        {
            var (reservation, part) = (agent.Reservations[role.Value], state.Dimensions.NeedOf(reserved));
            (allocation.Reserved, allocation.Reservation) = (part, reservation);
            reservation.Used.Add(part);
            state.Agents.Change(agent, known =>
            {
                Reserving.Recount(state, reservation);
                known.Resize(known.Total, known.Foreign);
                known.Room.Add(allocation.Need);
            });
        }

        Come(allocation);
        state.Agents.Move(agent, allocation.Need, -1);
        CountLabels(state, allocation, 1);
    }

    private static void CountLabels(PoolState state, AllocationEntry allocation, int sign)
    {
        if (allocation.Lot.Terms is { Labels.IsEmpty: true, Affinity.IsEmpty: true, Spread.IsEmpty: true })
        {
            return;
        }

        state.Labels.Count(allocation.Lot.Terms, allocation.Home, sign);
        state.Waiting.StirNeighbours();
    }

    private static AllocationEntry Add(PoolState state, AllocationId id, FrameworkId framework, DemandClass @class, AgentId agent, ResourceVector resources)
    {
        // An offer outlives its demand for no longer than the step that withdraws it, so the demand is there.
        var demand = state.Demands[new DemandKey(framework, @class)];
        var need = ReferenceEquals(resources, demand.Need.Vector) || resources.Equals(demand.Need.Vector) ? demand.Need : state.Dimensions.NeedOf(resources);
        var allocation = Take(state, id, LotOf(state, demand), state.Agents[agent], need);
        state.LastAllocation = Math.Max(state.LastAllocation, id.Value);
        state.Allocations.Add(id.Value, allocation);
        allocation.Lot.Allocations.Add(allocation);
        Occupy(state, allocation);
        state.Count(allocation);
        state.Enlist(allocation.Lot);
        DemandTransitions.Adjust(state, demand, allocated: 1);
        return allocation;
    }

    private static AllocationEntry Take(PoolState state, AllocationId id, Lot lot, AgentEntry agent, Need need)
    {
        if (!state.EndedAllocations.TryTake(out var allocation))
        {
            return new AllocationEntry(id, lot, agent, need, state.Now);
        }

        allocation.Begin(id, lot, agent, need, state.Now);
        return allocation;
    }

    private static Lot LotOf(PoolState state, DemandEntry demand)
    {
        if (demand.Lot is not { } lot)
        {
            var number = ++state.LastLot;
            lot = new Lot(number, demand.Key, demand.Terms, demand.Order, state.Roles[demand.Terms.Role]);
            state.Lots.Add(number, lot);
            demand.Lot = lot;
        }

        return lot;
    }

    private static void Launch(PoolState state, AllocationEntry allocation, TaskId task, string payload)
    {
        (allocation.Task, allocation.Payload) = (task, payload);
        state.Tasks.Add(task.Value, allocation);
        (allocation.State, allocation.Since) = (AllocationState.Launching, state.Now);
        SetDeadline(state, allocation, null);
    }

    private static void SeeRunning(PoolState state, AllocationEntry allocation)
    {
        allocation.Started = state.Now;
        if (allocation.State == AllocationState.Launching)
        {
            (allocation.State, allocation.Since) = (AllocationState.Running, state.Now);
            SetDeadline(state, allocation, null);
        }

        state.Changes.Touch(allocation);
    }

    private static void LetStay(PoolState state, AllocationEntry allocation)
    {
        (allocation.Cause, allocation.AskedUntil) = (null, allocation.Deadline);
        Enter(state, allocation, allocation.Started is null ? AllocationState.Launching : AllocationState.Running, null);
    }

    private static void Enter(PoolState state, AllocationEntry allocation, AllocationState next, PoolTime? deadline)
    {
        var counted = allocation.CountsForRole;
        state.Uncount(allocation);
        Uncome(allocation);
        (allocation.State, allocation.Since) = (next, state.Now);
        Come(allocation);
        state.Count(allocation);
        SetDeadline(state, allocation, deadline);
        state.Changes.Shares = true;
        state.Changes.Touch(allocation.Home);
        state.ClaimLog.Add(allocation.Home);
        Stir(state, allocation);
        if (counted && !allocation.CountsForRole)
        {
            DemandTransitions.Adjust(state, allocation.Demand, allocated: -1);
        }
    }

    /// <summary>What comes free by itself is counted on the agent; what of it goes back to a reservation comes free for nobody else.</summary>
    public static void Come(AllocationEntry allocation)
    {
        if (allocation.ComesFree)
        {
            allocation.Home.Leaving.Add(allocation.Need);
            allocation.Home.Leaving.Subtract(allocation.Reserved ?? Need.None);
        }
    }

    public static void Uncome(AllocationEntry allocation)
    {
        if (allocation.ComesFree)
        {
            allocation.Home.Leaving.Subtract(allocation.Need);
            allocation.Home.Leaving.Add(allocation.Reserved ?? Need.None);
        }
    }

    /// <summary>Plans where an allocation is are looked at again, and so is why those demands wait whose plans count on its going, or hold what comes free.</summary>
    private static void Stir(PoolState state, AllocationEntry allocation)
    {
        foreach (var plan in allocation.Home.Plans)
        {
            plan.Stirred = true;
            if (plan.Kind == PlanKind.Hold)
            {
                PlanTransitions.StirDemands(state, plan);
            }
        }

        foreach (var plan in state.Plans.Awaiting(allocation.Id))
        {
            PlanTransitions.StirDemands(state, plan);
        }
    }

    private static void Close(PoolState state, AllocationEntry allocation)
    {
        var agent = allocation.Home;
        SetDeadline(state, allocation, null);
        state.Uncount(allocation);
        Uncome(allocation);
        state.Allocations.Remove(allocation.Id.Value);
        allocation.Ended = true;
        allocation.Lot.Grants -= allocation.State == AllocationState.Granted ? 1 : 0;
        allocation.Lot.Allocations.Remove(allocation);
        agent.Allocations.Remove(allocation);
        agent.Allocate(allocation, -1);
        state.Agents.CountAllocated(agent, allocation.Need, -1);
        Reserving.GiveBack(state, allocation);
        state.Agents.Move(agent, allocation.Need, 1);
        CountLabels(state, allocation, -1);
        state.Delist(allocation.Lot);
        Stir(state, allocation);
        if (allocation.CountsForRole)
        {
            DemandTransitions.Adjust(state, allocation.Demand, allocated: -1);
        }

        RemoveIfDone(state, allocation.Lot);
        if (allocation.Task is { } task)
        {
            state.Tasks.Remove(task.Value);
            state.EndedTasks.Put(task.Value, agent.Id);
        }

        state.EndedAllocations.Add(allocation);
    }

    private static void RemoveIfDone(PoolState state, Lot lot)
    {
        var demand = state.Demands.Find(lot.Key);
        if (lot.Allocations.Count == 0 && demand?.Lot != lot)
        {
            state.Lots.Remove(lot.Number);
            demand?.RemoveOlder(lot);
        }
    }

    private static void SetDeadline(PoolState state, AllocationEntry allocation, PoolTime? deadline)
    {
        state.Deadlines.Move(DeadlineKind.Allocation, allocation.Id.Value, allocation.Deadline, deadline);
        allocation.Deadline = deadline;
        state.Changes.Touch(allocation);
        state.Changes.Touch(allocation.Home);
        state.Changes.Shares = true;
    }
}
