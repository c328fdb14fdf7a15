namespace CoScheduler.Pool.State;

internal static class AllocationTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case AllocationMade d:
                Add(state, New(state, d.Allocation, d.Framework, d.Class, d.Role, d.Agent, d.Resources), d.LaunchBy);
                break;
            case AllocationTaken d:
                var taken = New(state, d.Allocation, d.Framework, d.Class, d.Role, d.Agent, d.Resources);
                Add(state, taken, null);
                Launch(state, taken, d.Task, d.Payload);
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

    private static AllocationEntry New(PoolState state, AllocationId id, FrameworkId framework, DemandClass @class, RoleName role, AgentId agent, ResourceVector resources)
    {
        // An offer outlives its demand for no longer than the step that withdraws it, so the demand is there.
        var demand = state.Demands[new DemandKey(framework, @class)];
        return new AllocationEntry
        {
            Id = id,
            Framework = framework,
            Class = @class,
            Role = role,
            Agent = agent,
            Resources = resources,
            Mode = demand.Terms.Mode,
            Priority = demand.Terms.Priority,
            Gang = demand.Terms.Gang,
            Order = demand.Order,
            Made = state.Now,
            Since = state.Now,
        };
    }

    private static void Add(PoolState state, AllocationEntry allocation, PoolTime? launchBy)
    {
        state.LastAllocation = Math.Max(state.LastAllocation, allocation.Id.Value);
        state.Allocations.Add(allocation.Id.Value, allocation);
        state.Agents[allocation.Agent.Value].Allocate(allocation);
        state.Count(allocation);
        DemandTransitions.Adjust(state, allocation.Demand, allocated: 1);
        SetDeadline(state, allocation, launchBy);
    }

    private static void Launch(PoolState state, AllocationEntry allocation, TaskId task, string payload)
    {
        (allocation.Task, allocation.Payload) = (task, payload);
        state.Tasks.Add(task.Value, allocation);
        Enter(state, allocation, AllocationState.Launching, null);
    }

    private static void SeeRunning(PoolState state, AllocationEntry allocation)
    {
        allocation.Started = state.Now;
        if (allocation.State == AllocationState.Launching)
        {
            Enter(state, allocation, AllocationState.Running, null);
        }

        Touch(state, allocation);
    }

    private static void Enter(PoolState state, AllocationEntry allocation, AllocationState next, PoolTime? deadline)
    {
        var counted = allocation.CountsForRole;
        state.Uncount(allocation);
        (allocation.State, allocation.Since) = (next, state.Now);
        state.Count(allocation);
        SetDeadline(state, allocation, deadline);
        if (counted && !allocation.CountsForRole)
        {
            DemandTransitions.Adjust(state, allocation.Demand, allocated: -1);
        }
    }

    private static void Close(PoolState state, AllocationEntry allocation)
    {
        SetDeadline(state, allocation, null);
        state.Uncount(allocation);
        state.Allocations.Remove(allocation.Id.Value);
        state.Agents[allocation.Agent.Value].Deallocate(allocation);
        if (allocation.CountsForRole)
        {
            DemandTransitions.Adjust(state, allocation.Demand, allocated: -1);
        }

        if (allocation.Task is { } task)
        {
            state.Tasks.Remove(task.Value);
            state.EndedTasks.Put(task.Value, allocation.Agent);
        }
    }

    private static void SetDeadline(PoolState state, AllocationEntry allocation, PoolTime? deadline)
    {
        state.Deadlines.Move(DeadlineKind.Allocation, allocation.Id.Value, allocation.Deadline, deadline);
        allocation.Deadline = deadline;
        Touch(state, allocation);
    }

    private static void Touch(PoolState state, AllocationEntry allocation)
    {
        state.Changes.Allocations.Add(allocation.Id.Value);
        state.Changes.Agents.Add(allocation.Agent.Value);
        state.Changes.Shares = true;
    }
}
