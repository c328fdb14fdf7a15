namespace CoScheduler.Pool.State;

internal static class OfferTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case OfferOpened d:
                Open(state, d);
                break;
            case OfferClosed d:
                Close(state, state.Offers[d.Offer.Value]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    /// <summary>Counts an offer wherever it counts.</summary>
    public static void Enter(PoolState state, OfferEntry offer, DemandEntry demand)
    {
        var agent = state.Agents[offer.Agent];
        state.Offers.Add(offer.Id.Value, offer);
        demand.AddOffer(offer);
        agent.Offers.Add(offer);
        agent.Offer(offer, 1);
        state.Agents.Move(agent, offer.Need, -1);
        state.Deadlines.Move(DeadlineKind.Offer, offer.Id.Value, null, offer.Deadline);
        Touch(state, offer, agent);
    }

    private static void Open(PoolState state, OfferOpened d)
    {
        var demand = state.Demands[new DemandKey(d.Framework, d.Class)];
        var free = state.Agents[d.Agent].FreeNeed;
        var need = ReferenceEquals(d.Resources, free.Vector) ? free : d.Resources.Equals(demand.Need.Vector) ? demand.Need : state.Dimensions.NeedOf(d.Resources);
        var offer = Take(state, d, need);
        state.LastOffer = Math.Max(state.LastOffer, offer.Id.Value);
        Enter(state, offer, demand);
        var role = state.Roles[offer.Role];
        role.Use(need);
        role.OfferedHere.Add(offer);
        DemandTransitions.Adjust(state, demand, offered: offer.Units);
    }

    private static OfferEntry Take(PoolState state, OfferOpened d, Resources.Need need)
    {
        if (!state.EndedOffers.TryTake(out var offer))
        {
            return new OfferEntry(d, need);
        }

        offer.Begin(d, need);
        return offer;
    }

    private static void Close(PoolState state, OfferEntry offer)
    {
        var agent = state.Agents[offer.Agent];
        state.Offers.Remove(offer.Id.Value);
        agent.Offers.Remove(offer);
        agent.Offer(offer, -1);
        state.Agents.Move(agent, offer.Need, 1);
        if (state.Offers.Count == 0)
        {
            state.Agents.Index.ForgetOffers();
        }

        var role = state.Roles[offer.Role];
        role.Release(offer.Need);
        role.OfferedHere.Remove(offer);
        state.Deadlines.Move(DeadlineKind.Offer, offer.Id.Value, offer.Deadline, null);
        var demand = state.Demands[offer.Demand];
        demand.Offers!.Remove(offer);
        DemandTransitions.Adjust(state, demand, offered: -offer.Units);
        Touch(state, offer, agent);
        state.EndedOffers.Add(offer);
    }

    private static void Touch(PoolState state, OfferEntry offer, AgentEntry agent)
    {
        state.Changes.Touch(offer);
        state.Changes.Touch(agent);
        state.Changes.Shares = true;
    }
}
