namespace CoScheduler.Pool.State;

/// <summary>Makes the state of what was written down: agents, then what is on them, then the roles, which count it all.</summary>
internal static class Restoring
{
    public static PoolState From(PoolImage image)
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
            LastAgent = image.LastAgent,
            LastLot = image.LastLot,
        };
        state.Deadlines.Move(DeadlineKind.Gate, 0, null, image.GateUntil);
        Array.ForEach([.. image.Agents], agent => Add(state, agent));
        Array.ForEach([.. image.Frameworks], framework => Add(state, framework));
        AddLots(state, image);
        Array.ForEach([.. image.Demands], demand => Add(state, demand));
        foreach (var lot in state.Lots.Values)
        {
            if (state.Demands.TryGetValue(lot.Key, out var demand) && demand.Lot != lot)
            {
                demand.AddOlder(lot);
            }
        }

        Array.ForEach([.. image.Allocations], allocation => Add(state, allocation));
        Array.ForEach([.. image.Offers], offer => Add(state, offer));
        Array.ForEach([.. image.Plans], plan => Add(state, plan));
        Array.ForEach([.. image.EndedTasks], ended => state.EndedTasks.Put(ended.Task, ended.Agent));
        Array.ForEach([.. image.Withdrawn], demand => state.Withdrawn.Put(new DemandKey(demand.Framework, demand.Class), demand.Version));
        state.Replace(new QuotaTree(image.Quota.Roles.WithComparers(StringComparer.Ordinal)));
        return state;
    }

    private static void Add(PoolState state, AgentImage image)
    {
        var agent = state.Agents.Add(image.Id, image.Order);
        state.Agents.Change(agent, known =>
        {
            (known.Attributes, known.Taints) = (image.Attributes.WithComparers(StringComparer.Ordinal), image.Taints);
            (known.Presence, known.Cordoned, known.Draining, known.DrainDeadline) = (image.Presence, image.Cordoned, image.Draining, image.DrainDeadline);
            foreach (var reservation in image.Reservations)
            {
                var entry = new ReservationEntry { Static = reservation.Static, Dynamic = reservation.Dynamic };
                entry.Unused.Add(state.Dimensions.NeedOf(entry.Total.Counted()));
                known.Reservations.Add(reservation.Role.Value, entry);
            }

            known.Resize(image.Total, image.Foreign);
        });
        state.AnyTaints |= !image.Taints.IsEmpty;
        state.Changes.Touch(agent);
    }

    private static void Add(PoolState state, FrameworkImage image)
    {
        var framework = new FrameworkEntry
        {
            Id = image.Id,
            Name = image.Name,
            Roles = image.Roles,
            FailoverMilliseconds = image.FailoverMilliseconds,
            Instance = image.Instance,
            Suppressed = [.. image.Suppressed],
        };
        Array.ForEach([.. image.Filters], filter => framework.Filters.Add(filter, default));
        state.Frameworks.Add(image.Id.Value, framework);
        state.Changes.Frameworks.Add(image.Id.Value);
        FrameworkTransitions.SetGone(state, framework, image.GoneUntil);
    }

    private static void AddLots(PoolState state, PoolImage image)
    {
        foreach (var lot in image.Lots)
        {
            state.Lots.Add(lot.Number, new Lot(lot.Number, new DemandKey(lot.Framework, lot.Class), lot.Terms, lot.Order, state.Roles.Root));
        }
    }

    private static void Add(PoolState state, DemandImage image)
    {
        var demand = new DemandEntry(new DemandKey(image.Framework, image.Class), image.Order)
        {
            Terms = image.Terms,
            Need = state.Dimensions.NeedOf(image.Terms.Shape),
            Version = image.Version,
            Target = image.Target,
            Since = image.Since,
            Reason = image.Reason,
            WakeAt = image.WakeAt,
            BackedOffUntil = image.BackedOffUntil,
            Backoff = image.Backoff,
            HoldFrom = image.HoldFrom,
            Lot = image.Lot is { } lot ? state.Lots[lot] : null,
        };
        state.Demands.Add(demand);
        state.Deadlines.Move(demand.Key, null, demand.WakeAt);
        DemandTransitions.Enter(state, demand);
    }

    private static void Add(PoolState state, AllocationImage image)
    {
        var lot = state.Lots[image.Lot];
        var demand = state.Demands.Find(lot.Key);
        var need = demand is not null && demand.Terms.Shape.Equals(image.Resources) ? demand.Need : state.Dimensions.NeedOf(image.Resources);
        var allocation = new AllocationEntry(image.Id, lot, state.Agents[image.Agent], need, image.Made)
        {
            State = image.State,
            Cost = image.Cost,
            Cause = image.Cause,
            Task = image.Task,
            Payload = image.Payload,
            Since = image.Since,
            Started = image.Started,
            Deadline = image.Deadline,
            AskedUntil = image.AskedUntil,
        };
        state.Allocations.Add(image.Id.Value, allocation);
        lot.Allocations.Add(allocation);
        AllocationTransitions.Restore(state, allocation, image.ReservedFor, image.Reserved);
        state.Changes.Touch(allocation);
        state.Deadlines.Move(DeadlineKind.Allocation, image.Id.Value, null, image.Deadline);
        if (image.Task is { } task)
        {
            state.Tasks.Add(task.Value, allocation);
        }

        if (allocation.CountsForRole && demand is not null)
        {
            demand.Allocated++;
        }
    }

    private static void Add(PoolState state, OfferImage image)
    {
        var demand = state.Demands[new DemandKey(image.Framework, image.Class)];
        var need = demand.Terms.Shape.Equals(image.Resources) ? demand.Need : state.Dimensions.NeedOf(image.Resources);
        var opened = new OfferOpened(image.Id, image.Framework, image.Class, image.Role, image.Agent, image.Resources, image.Units, image.Guaranteed, image.Deadline, image.AfterReclaim) { Set = image.Set };
        OfferTransitions.Enter(state, new OfferEntry(opened, need), demand);
        demand.Offered += image.Units;
    }

    private static void Add(PoolState state, PlanImage image)
    {
        var plan = new PlanEntry(image.Id, image.Kind, image.Items, image.Victims, image.Until);
        PlanTransitions.Enter(state, plan);
        foreach (var (agent, amount) in image.Held)
        {
            PlanTransitions.Hold(state, plan, new AgentId(agent), amount);
        }

        foreach (var item in plan.Promised)
        {
            state.Demands[new DemandKey(item.Framework, item.Class)].Planned++;
        }
    }
}
