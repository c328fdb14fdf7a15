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
            Rescind(step, offer);
        }
    }

    /// <summary>An offer is taken back, and with it all of its set; one that went with another of its set has gone already.</summary>
    public static void Rescind(Deciding step, OfferEntry offer)
    {
        if (step.State.Offers.ContainsKey(offer.Number))
        {
            CloseSet(step, OfferSets.Of(step.State, offer), OfferClosure.Rescinded);
        }
    }

    /// <summary>The offers of a set end, for the same reason.</summary>
    public static void CloseSet(Deciding step, IReadOnlyList<OfferEntry> set, OfferClosure closure)
    {
        for (var i = 0; i < set.Count; i++)
        {
            step.Decide(new OfferClosed(set[i].Id, closure));
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
        foreach (var grant in step.State.Demands.Values.Where(demand => demand.Allocated > 0 && which(demand.Key)).SelectMany(demand => GrantsOf(step.State, demand)).OrderBy(grant => grant.Id.Value).ToList())
        {
            Close(step, grant, AllocationEnd.Released, null, null);
        }
    }

    /// <summary>What was last granted to a demand and not launched; null if there is none.</summary>
    public static AllocationEntry? NewestGrantOf(PoolState state, DemandKey key)
    {
        if (state.Demands.Find(key) is not { } demand)
        {
            return null;
        }

        var newest = demand.Lot is { Grants: > 0 } own ? NewestGrantOf(own) : null;
        for (var i = demand.OlderLots.Count - 1; i >= 0 && newest is null; i--)
        {
            newest = demand.OlderLots[i] is { Grants: > 0 } older ? NewestGrantOf(older) : null;
        }

        return newest;
    }

    private static AllocationEntry? NewestGrantOf(Lot lot)
    {
        var grant = lot.Allocations.Last;
        while (grant is { State: not AllocationState.Granted })
        {
            grant = lot.Allocations.Previous(grant);
        }

        return grant;
    }

    /// <summary>What was granted to a demand and not launched.</summary>
    private static IEnumerable<AllocationEntry> GrantsOf(PoolState state, DemandEntry demand) =>
        state.LotsOf(demand).Where(lot => lot.Grants > 0).SelectMany(lot => lot.Allocations).Where(allocation => allocation.State == AllocationState.Granted);

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
