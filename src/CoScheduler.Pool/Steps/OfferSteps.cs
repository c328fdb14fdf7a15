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
        var set = OfferSets.Of(step.State, step.State.Offers[c.Offer.Value]);
        Endings.CloseSet(step, set, OfferClosure.Accepted);
        for (var i = 0; i < set.Count; i++)
        {
            if (step.State.Demands.TryGetValue(set[i].Demand, out var demand) && demand.Backoff > 0)
            {
                Backoff.Forget(step, demand);
            }

            Take(step, c, set[i]);
        }
    }

    private static void Take(Deciding step, AcceptOffer c, OfferEntry offer)
    {
        var left = offer.Resources;
        foreach (var launch in c.Tasks)
        {
            if ((launch.Offer ?? c.Offer) != offer.Id)
            {
                continue;
            }

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
        foreach (var each in TurnDown(step, offer, OfferClosure.Expired, 0))
        {
            if (!step.State.Demands.TryGetValue(each.Demand, out var demand))
            {
                continue;
            }

            if (!each.AfterReclaim && !Backoff.Holds(demand, step.Now))
            {
                Backoff.Double(step, demand);
            }

            step.Decide(new OffersFiltered(each.Framework, each.Role, each.Agent, each.Resources, demand.BackedOffUntil ?? step.Now.Plus(Defaults.DeclineFilter)));
        }
    }

    /// <summary>Ends an offer that its framework didn't take, with all of its set, and hides their like.</summary>
    /// <returns>What has ended.</returns>
    private static IReadOnlyList<OfferEntry> TurnDown(Deciding step, OfferEntry offer, OfferClosure closure, long filterMilliseconds)
    {
        var set = OfferSets.Of(step.State, offer);
        Endings.CloseSet(step, set, closure);
        foreach (var each in filterMilliseconds > 0 ? set : [])
        {
            step.Decide(new OffersFiltered(each.Framework, each.Role, each.Agent, each.Resources, step.Now.Plus(filterMilliseconds)));
        }

        foreach (var key in set.Where(each => each.AfterReclaim).Select(each => each.Demand).Distinct())
        {
            if (step.State.Demands.TryGetValue(key, out var demand))
            {
                Backoff.Double(step, demand);
            }
        }

        return set;
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
        }

        return CheckSet(c, OfferSets.Of(state, state.Offers[c.Offer.Value]));
    }

    private static Refusal? CheckSet(AcceptOffer c, IReadOnlyList<OfferEntry> set)
    {
        var placed = 0;
        for (var i = 0; i < set.Count; i++)
        {
            if (CheckRoom(c, set[i], out var tasks) is { } refusal)
            {
                return refusal;
            }

            placed += tasks;
        }

        return placed == c.Tasks.Length
            ? null
            : Refuse.Because(RefusalCode.UnknownOffer, $"{c.Tasks.Length - placed} of the tasks are for offers that are not of the set of offer {c.Offer}.");
    }

    /// <summary>Whether the tasks that are for an offer fit it, and are all that it is for if it is one of a set.</summary>
    private static Refusal? CheckRoom(AcceptOffer c, OfferEntry offer, out int tasks)
    {
        tasks = 0;
        var left = offer.Resources;
        foreach (var launch in c.Tasks)
        {
            if ((launch.Offer ?? c.Offer) != offer.Id)
            {
                continue;
            }

            tasks++;
            if (!launch.Resources.FitsIn(left))
            {
                return Refuse.Because(RefusalCode.OfferExceeded, $"The tasks take more than offer {offer.Id} has: {offer.Resources}.");
            }

            left = c.Tasks.Length > 1 ? left.Minus(launch.Resources.Resolve(left)) : left;
        }

        return offer.Set is null || tasks == offer.Units
            ? null
            : Refuse.Because(RefusalCode.OutOfRange, $"Offer {offer.Id} is for {offer.Units} of class '{offer.Class}' and gets {tasks}; a gang starts whole, so give as many.");
    }
}
