namespace CoScheduler.Pool.State;

internal static class OfferTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case OfferOpened d:
                Open(state, new OfferEntry(d.Offer, d.Framework, d.Class, d.Role, d.Agent, d.Resources, d.Units, d.Guaranteed, d.Deadline, d.AfterReclaim));
                break;
            case OfferClosed d:
                Close(state, state.Offers[d.Offer.Value]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    private static void Open(PoolState state, OfferEntry offer)
    {
        state.LastOffer = Math.Max(state.LastOffer, offer.Id.Value);
        state.Offers.Add(offer.Id.Value, offer);
        state.Agents[offer.Agent.Value].Offer(offer);
        state.Roles[offer.Role].Use(offer.Resources.Counted());
        state.Deadlines.Move(DeadlineKind.Offer, offer.Id.Value, null, offer.Deadline);
        Touch(state, offer, offer.Units);
    }

    private static void Close(PoolState state, OfferEntry offer)
    {
        state.Offers.Remove(offer.Id.Value);
        state.Agents[offer.Agent.Value].Unoffer(offer);
        state.Roles[offer.Role].Release(offer.Resources.Counted());
        state.Deadlines.Move(DeadlineKind.Offer, offer.Id.Value, offer.Deadline, null);
        Touch(state, offer, -offer.Units);
    }

    private static void Touch(PoolState state, OfferEntry offer, int units)
    {
        DemandTransitions.Adjust(state, offer.Demand, offered: units);
        state.Changes.Offers.Add(offer.Id.Value);
        state.Changes.Agents.Add(offer.Agent.Value);
        state.Changes.Shares = true;
    }
}
