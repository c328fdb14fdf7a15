namespace CoScheduler.Pool.State;

/// <summary>The one way in which the state changes: a decision comes true.</summary>
internal static class Transition
{
    /// <summary>A step begins: it counts, and its time is the pool's.</summary>
    public static void Begin(PoolState state, PoolTime at)
    {
        state.Number++;
        state.Now = at;
        state.Changes.Moved = false;
        state.EndedAllocations.Begin(asked: !state.Roles.KeepWatch.IsEmpty);
        state.EndedOffers.Begin();
    }

    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case AgentRegistered or AgentWentAway or AgentGivenUp or AgentForgotten or AgentCordoned or AgentDraining or AgentResumed or ForeignChanged or ReservationChanged:
                AgentTransitions.Apply(state, decision);
                break;
            case QuotaApplied or EpochBegun or GateOpened:
                PoolTransitions.Apply(state, decision);
                break;
            case FrameworkAdmitted or FrameworkLeft or FrameworkDismissed or OffersSuppressed or OffersRevived or OffersFiltered:
                FrameworkTransitions.Apply(state, decision);
                break;
            case DemandStated or DemandJudged or DemandBackedOff:
                DemandTransitions.Apply(state, decision);
                break;
            case OfferOpened or OfferClosed:
                OfferTransitions.Apply(state, decision);
                break;
            case PlanMade or PlanHeld or PlanEnded:
                PlanTransitions.Apply(state, decision);
                break;
            default:
                AllocationTransitions.Apply(state, decision);
                break;
        }

        state.Stirrings += decision is DemandJudged ? 0 : 1;
        state.Changes.Moved |= decision is not (DemandJudged or TaskSeenRunning or LossCostReported or OffersFiltered);
        state.Changes.Again |= decision is AllocationClosed or PlanEnded or ReclaimWithdrawn;
        state.Recent.Add(state.Now, decision);
    }
}
