using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class OfferSteps
{
    public static Refusal? Check(PoolState state, PoolTime now, Command command) => command switch
    {
        AcceptOffer c => CheckOffer(state, now, c.Framework, c.Offer) ?? CheckTasks(state, c),
        DeclineOffer c => CheckOffer(state, now, c.Framework, c.Offer) ?? Refuse.Milliseconds("filter", c.FilterMilliseconds),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name),
    };

    public static void Accept(Deciding step, AcceptOffer c)
    {
        var offer = step.State.Offers[c.Offer.Value];
        step.Decide(new OfferClosed(offer.Id, OfferClosure.Accepted));
        if (step.State.Demands.TryGetValue(offer.Demand, out var demand) && demand.Backoff > 0)
        {
            Backoff.Forget(step, demand);
        }

        var left = offer.Resources;
        foreach (var launch in c.Tasks)
        {
            var resources = launch.Resources.Resolve(left);
            left = c.Tasks.Length > 1 ? left.Minus(resources) : left;
            var id = new AllocationId(step.State.LastAllocation + 1);
            step.Decide(new AllocationTaken(id, offer.Framework, offer.Class, offer.Role, offer.Agent, resources, launch.Task, launch.Payload));
        }
    }

    public static void Decline(Deciding step, DeclineOffer c) =>
        TurnDown(step, step.State.Offers[c.Offer.Value], OfferClosure.Declined, c.FilterMilliseconds ?? Defaults.DeclineFilter);

    /// <summary>
    /// An offer that was not answered hides its like for longer each time: who never answers must not keep what others would take.
    /// </summary>
    public static void Expire(Deciding step, OfferEntry offer)
    {
        var afterReclaim = offer.AfterReclaim;
        TurnDown(step, offer, OfferClosure.Expired, 0);
        if (step.State.Demands.TryGetValue(offer.Demand, out var demand))
        {
            if (!afterReclaim && !Backoff.Holds(demand, step.Now))
            {
                Backoff.Double(step, demand);
            }

            step.Decide(new OffersFiltered(offer.Framework, offer.Role, offer.Agent, offer.Resources, demand.BackedOffUntil ?? step.Now.Plus(Defaults.DeclineFilter)));
        }
    }

    /// <summary>Ends an offer that its framework didn't take, and hides its like.</summary>
    private static void TurnDown(Deciding step, OfferEntry offer, OfferClosure closure, long filterMilliseconds)
    {
        step.Decide(new OfferClosed(offer.Id, closure));
        if (filterMilliseconds > 0)
        {
            step.Decide(new OffersFiltered(offer.Framework, offer.Role, offer.Agent, offer.Resources, step.Now.Plus(filterMilliseconds)));
        }

        if (offer.AfterReclaim && step.State.Demands.TryGetValue(offer.Demand, out var demand))
        {
            Backoff.Double(step, demand);
        }
    }

    private static Refusal? CheckOffer(PoolState state, PoolTime now, FrameworkId framework, OfferId id)
    {
        if (Refuse.Framework(state, framework) is { } unknown)
        {
            return unknown;
        }

        if (!state.Offers.TryGetValue(id.Value, out var offer) || offer.Deadline.CompareTo(now) <= 0)
        {
            return Refuse.Because(RefusalCode.UnknownOffer, $"There is no offer {id}: it was answered, rescinded, or its deadline passed.");
        }

        return offer.Framework == framework ? null : Refuse.Because(RefusalCode.NotYourOffer, $"Offer {id} was made to '{offer.Framework}'.");
    }

    private static Refusal? CheckTasks(PoolState state, AcceptOffer c)
    {
        if (c.Tasks.IsDefaultOrEmpty)
        {
            return Refuse.Because(RefusalCode.OutOfRange, $"Offer {c.Offer} is accepted with no task; decline it instead.");
        }

        var offer = state.Offers[c.Offer.Value];
        var left = offer.Resources;
        var ids = c.Tasks.Length > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var launch in c.Tasks)
        {
            if (Refuse.NewTask(state, launch.Task) is { } refusal)
            {
                return refusal;
            }

            if (ids?.Add(launch.Task.Value) == false)
            {
                return Refuse.Because(RefusalCode.TaskIdUsed, $"The task id '{launch.Task}' is given twice; choose another.");
            }

            if (launch.Resources.IsZero)
            {
                return Refuse.Because(RefusalCode.InvalidAmount, $"Task '{launch.Task}' takes nothing; give it resources.");
            }

            if (!launch.Resources.FitsIn(left))
            {
                return Refuse.Because(RefusalCode.OfferExceeded, $"The tasks take more than offer {c.Offer} has: {offer.Resources}.");
            }

            left = c.Tasks.Length > 1 ? left.Minus(launch.Resources.Resolve(left)) : left;
        }

        return null;
    }
}
