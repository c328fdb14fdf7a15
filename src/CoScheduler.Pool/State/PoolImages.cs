namespace CoScheduler.Pool.State;

/// <summary>Between the state and what is written down of it.</summary>
internal static class PoolImages
{
    public static PoolImage Of(PoolState state) => new()
    {
        Format = PoolImage.CurrentFormat,
        Number = state.Number,
        Now = state.Now,
        Epoch = state.Epoch,
        GateUntil = state.GateUntil,
        LastOffer = state.LastOffer,
        LastAllocation = state.LastAllocation,
        LastPlan = state.LastPlan,
        LastDemand = state.LastDemand,
        Quota = state.Quota,
        Agents = [.. state.Agents.Values],
        Frameworks = [.. state.Frameworks.Values],
        Demands = [.. state.Demands.Values],
        Offers = [.. state.Offers.Values],
        Allocations = [.. state.Allocations.Values],
        Plans = [.. state.Plans.Values],
        EndedTasks = [.. state.EndedTasks.InOrder.Select(ended => new EndedTask(ended.Key, ended.Value))],
        Withdrawn = [.. state.Withdrawn.InOrder.Select(demand => new WithdrawnDemand(demand.Key.Framework, demand.Key.Class, demand.Value))],
    };

    public static PoolState Restore(PoolImage image)
    {
        var state = new PoolState
        {
            Number = image.Number,
            Now = image.Now,
            Epoch = image.Epoch,
            GateUntil = image.GateUntil,
            LastOffer = image.LastOffer,
            LastAllocation = image.LastAllocation,
            LastPlan = image.LastPlan,
            LastDemand = image.LastDemand,
        };
        state.Deadlines.Move(DeadlineKind.Gate, 0, null, image.GateUntil);
        AddAll(state, image);
        state.Replace(new QuotaTree(image.Quota.Roles.WithComparers(StringComparer.Ordinal)));
        return state;
    }

    private static void AddAll(PoolState state, PoolImage image)
    {
        foreach (var agent in image.Agents)
        {
            agent.Attributes = agent.Attributes.WithComparers(StringComparer.Ordinal);
            state.Agents.Add(agent.Id.Value, agent);
            state.Changes.Agents.Add(agent.Id.Value);
        }

        foreach (var framework in image.Frameworks)
        {
            state.Frameworks.Add(framework.Id.Value, framework);
            state.Changes.Frameworks.Add(framework.Id.Value);
        }

        foreach (var demand in image.Demands)
        {
            state.Demands.Add(demand.Key, demand);
            state.Changes.Demands.Add(demand.Key);
            state.Deadlines.Move(demand.Key, null, demand.WakeAt);
        }

        Array.ForEach([.. image.Offers], offer => Add(state, offer));
        Array.ForEach([.. image.Allocations], allocation => Add(state, allocation));
        Array.ForEach([.. image.Plans], plan => Add(state, plan));
        Array.ForEach([.. image.EndedTasks], ended => state.EndedTasks.Put(ended.Task, ended.Agent));
        Array.ForEach([.. image.Withdrawn], demand => state.Withdrawn.Put(new DemandKey(demand.Framework, demand.Class), demand.Version));
    }

    private static void Add(PoolState state, OfferEntry offer)
    {
        state.Offers.Add(offer.Id.Value, offer);
        state.Agents[offer.Agent.Value].Offer(offer);
        state.Changes.Offers.Add(offer.Id.Value);
        state.Deadlines.Move(DeadlineKind.Offer, offer.Id.Value, null, offer.Deadline);
        state.Demands[offer.Demand].Offered += offer.Units;
    }

    private static void Add(PoolState state, AllocationEntry allocation)
    {
        state.Allocations.Add(allocation.Id.Value, allocation);
        state.Agents[allocation.Agent.Value].Allocate(allocation);
        state.Changes.Allocations.Add(allocation.Id.Value);
        state.Deadlines.Move(DeadlineKind.Allocation, allocation.Id.Value, null, allocation.Deadline);
        if (allocation.Task is { } task)
        {
            state.Tasks.Add(task.Value, allocation);
        }

        if (allocation.CountsForRole && state.Demands.TryGetValue(allocation.Demand, out var demand))
        {
            demand.Allocated++;
        }
    }

    private static void Add(PoolState state, PlanEntry plan)
    {
        state.Plans.Add(plan.Id.Value, plan);
        state.Deadlines.Move(DeadlineKind.Plan, plan.Id.Value, null, plan.Until);
        foreach (var (agent, amount) in plan.Held)
        {
            state.Agents[agent].Hold(amount);
        }

        foreach (var item in plan.Promised)
        {
            state.Demands[new DemandKey(item.Framework, item.Class)].Planned++;
        }
    }
}
