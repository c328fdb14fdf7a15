using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>What deadlines that have passed mean.</summary>
internal static class Expiry
{
    /// <summary>Meets every deadline that is due, and those that follow at once from it.</summary>
    public static void Run(Deciding step)
    {
        while (step.State.Deadlines.Due(step.Now).Where(deadline => deadline.Kind != DeadlineKind.Demand).ToList() is { Count: > 0 } due)
        {
            foreach (var deadline in due)
            {
                Meet(step, deadline);
            }
        }
    }

    private static void Meet(Deciding step, Deadline deadline)
    {
        var state = step.State;
        switch (deadline.Kind)
        {
            case DeadlineKind.Gate:
                step.Decide(new GateOpened());
                break;
            case DeadlineKind.Offer when state.Offers.TryGetValue(deadline.Id, out var offer):
                OfferSteps.TurnDown(step, offer, OfferClosure.Expired, Defaults.OfferDeadline);
                break;
            case DeadlineKind.Allocation when state.Allocations.TryGetValue(deadline.Id, out var allocation):
                Meet(step, allocation);
                break;
            case DeadlineKind.Plan when state.Plans.ContainsKey(deadline.Id):
                step.Decide(new PlanEnded(new PlanId(deadline.Id), PlanOutcome.Broken));
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
