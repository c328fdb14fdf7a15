using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>What deadlines that have passed mean.</summary>
internal static class Expiry
{
    /// <summary>Meets every deadline that is due, and those that follow at once from it.</summary>
    public static void Run(Deciding step)
    {
        var met = true;
        while (met && step.State.Deadlines.AnyDue(step.Now))
        {
            met = false;
            foreach (var (at, deadline) in step.State.Deadlines.Due(step.Now))
            {
                met |= Meet(step, at, deadline);
            }
        }
    }

    /// <summary>Meets a deadline, unless it has moved away since.</summary>
    private static bool Meet(Deciding step, PoolTime at, Deadline deadline)
    {
        var before = step.Count;
        MeetAnyway(step, at, deadline);
        return step.Count > before;
    }

    private static void MeetAnyway(Deciding step, PoolTime at, Deadline deadline)
    {
        var state = step.State;
        switch (deadline.Kind)
        {
            case DeadlineKind.Gate when state.GateUntil == at:
                step.Decide(new GateOpened());
                break;
            case DeadlineKind.Offer when state.Offers.TryGetValue(deadline.Id, out var offer) && offer.Deadline == at:
                OfferSteps.Expire(step, offer);
                break;
            case DeadlineKind.Allocation when state.Allocations.TryGetValue(deadline.Id, out var allocation) && allocation.Deadline == at:
                Meet(step, allocation);
                break;
            case DeadlineKind.Plan when state.Plans.Find(new PlanId(deadline.Id)) is { } plan && plan.Until == at:
                step.Decide(new PlanEnded(plan.Id, plan.Kind == PlanKind.Hold ? PlanOutcome.Expired : PlanOutcome.Broken));
                break;
            case DeadlineKind.Framework when state.Frameworks.TryGetValue(deadline.Demand.Framework.Value, out var framework) && framework.GoneUntil == at:
                FrameworkSteps.Remove(step, framework.Id);
                break;
        }
    }

    private static void Meet(Deciding step, AllocationEntry allocation)
    {
        switch (allocation.State)
        {
            case AllocationState.Granted:
                Endings.Close(step, allocation, AllocationEnd.Released, null, "Not launched in time.");
                break;
            case AllocationState.Reclaiming:
                step.Decide(new KillBegun(allocation.Id, step.Now.Plus(Defaults.KillWait)));
                break;
            case AllocationState.Killing:
                step.Decide(new KillUnconfirmed(allocation.Id));
                break;
            default:
                throw new InvalidOperationException($"Allocation {allocation.Id} has a deadline in state {allocation.State}.");
        }
    }
}
