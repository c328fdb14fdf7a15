using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>How things come to an end, for whatever reason.</summary>
internal static class Endings
{
    public static void Rescind(Deciding step, IEnumerable<OfferEntry> offers)
    {
        foreach (var offer in offers.ToList())
        {
            step.Decide(new OfferClosed(offer.Id, OfferClosure.Rescinded));
        }
    }

    public static void Drop(Deciding step, IEnumerable<PlanEntry> plans, PlanOutcome outcome)
    {
        foreach (var plan in plans.ToList())
        {
            step.Decide(new PlanEnded(plan.Id, outcome));
        }
    }

    /// <summary>Everything that is no longer wanted of some demands: offers, plans, grants.</summary>
    public static void Unwant(Deciding step, Func<DemandKey, bool> which)
    {
        if (step.State.Offers.Count > 0)
        {
            Rescind(step, step.State.Offers.Values.Where(offer => which(offer.Demand)));
        }

        Drop(step, step.State.Plans.Values.Where(plan => plan.Items.Any(item => which(new DemandKey(item.Framework, item.Class)))), PlanOutcome.Unwanted);
        foreach (var grant in step.State.Demands.Values.Where(demand => demand.Allocated > 0 && which(demand.Key)).SelectMany(demand => GrantsOf(step.State, demand.Key)).OrderBy(grant => grant.Id.Value).ToList())
        {
            Close(step, grant, AllocationEnd.Released, null, null);
        }
    }

    /// <summary>What was granted to a demand and not launched, the oldest first.</summary>
    public static IEnumerable<AllocationEntry> GrantsOf(PoolState state, DemandKey demand) =>
        state.Demands.Find(demand) is { } entry
            ? state.LotsOf(entry).SelectMany(lot => lot.Allocations).Where(allocation => allocation.State == AllocationState.Granted)
            : [];

    public static void Close(Deciding step, AllocationEntry allocation, AllocationEnd end, int? exitCode, string? detail) =>
        step.Decide(new AllocationClosed(allocation.Id, end, exitCode, detail));

    /// <summary>Asks an allocation back; one that was never launched goes at once.</summary>
    public static void AskBack(Deciding step, AllocationEntry allocation, ReclaimCause cause, long graceMilliseconds, PlanId? plan = null)
    {
        var deadline = step.Now.Plus(graceMilliseconds);
        if (allocation.Task is null)
        {
            Close(step, allocation, cause == ReclaimCause.Framework ? AllocationEnd.Released : AllocationEnd.Reclaimed, null, $"Asked back before it was launched: {cause}.");
        }
        else if (!allocation.Leaving)
        {
            step.Decide(new ReclaimBegun(allocation.Id, cause, deadline, plan));
        }
        else if (allocation.State == AllocationState.Reclaiming && deadline.CompareTo(allocation.Deadline!.Value) < 0)
        {
            step.Decide(new ReclaimHastened(allocation.Id, deadline));
        }
    }

    public static long GraceOf(Deciding step, AllocationEntry allocation) => Bounds.Grace(allocation.Lot.Role);

    /// <summary>How an allocation ended whose task is no more, by the state it was in.</summary>
    public static AllocationEnd EndOf(AllocationEntry allocation, AllocationEnd byItself, PoolTime now) => allocation.State switch
    {
        AllocationState.Launching or AllocationState.Running when allocation.AskedUntil is { } until && now.CompareTo(until) <= 0 => AllocationEnd.Reclaimed,
        AllocationState.Reclaiming or AllocationState.Killing or AllocationState.Stuck when allocation.Cause == ReclaimCause.Framework => AllocationEnd.Stopped,
        AllocationState.Reclaiming => AllocationEnd.Reclaimed,
        AllocationState.Killing or AllocationState.Stuck => AllocationEnd.Preempted,
        _ => byItself,
    };
}
