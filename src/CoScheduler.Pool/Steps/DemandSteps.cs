using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class DemandSteps
{
    public static Refusal? Check(PoolState state, SetDemand c) =>
        Refuse.Framework(state, c.Framework)
        ?? Refuse.Id("a class", c.Class.Value)
        ?? CheckTerms(c)
        ?? CheckGang(state, c)
        ?? (state.Frameworks[c.Framework.Value].MayAskIn(c.Terms.Role)
            ? CheckVersion(state, c)
            : Refuse.Because(RefusalCode.RoleNotAllowed, $"Framework '{c.Framework}' may not ask in role '{c.Terms.Role}'; register it with that role."));

    public static void Carry(Deciding step, SetDemand c)
    {
        var key = new DemandKey(c.Framework, c.Class);
        var known = step.State.Demands.Find(key);
        if (known is null && c.Target == 0)
        {
            return;
        }

        if (known is not null && known.Target == c.Target && known.Version == c.Version && known.Terms.Equals(c.Terms))
        {
            return;
        }

        if (known is not null && !known.Terms.Equals(c.Terms))
        {
            Unwant(step, key);
        }

        step.Decide(new DemandStated(c.Framework, c.Class, c.Version, c.Target, c.Terms));
        Shrink(step, key);
    }

    private static void Unwant(Deciding step, DemandKey key) => Endings.Unwant(step, demand => demand == key);

    private static bool HasTooMany(PoolState state, DemandKey key) =>
        state.Demands.TryGetValue(key, out var demand) && demand.Allocated + demand.Offered + demand.Planned > demand.Target;

    /// <summary>Takes back what is not launched until no more than the target is left.</summary>
    private static void Shrink(Deciding step, DemandKey key)
    {
        if (HasTooMany(step.State, key))
        {
            TakeBack(step, key);
        }
    }

    private static void TakeBack(Deciding step, DemandKey key)
    {
        foreach (var offer in OffersOf(step.State, key))
        {
            if (HasTooMany(step.State, key))
            {
                Endings.Rescind(step, offer);
            }
        }

        for (var i = step.State.Plans.Count - 1; i >= 0 && HasTooMany(step.State, key); i--)
        {
            if (step.State.Plans.Values[i] is var plan && plan.IsFor(key))
            {
                step.Decide(new PlanEnded(plan.Id, PlanOutcome.Unwanted));
            }
        }

        while (HasTooMany(step.State, key) && Endings.NewestGrantOf(step.State, key) is { } grant)
        {
            Endings.Close(step, grant, AllocationEnd.Released, null, "No longer wanted.");
        }
    }

    private static OfferEntry[] OffersOf(PoolState state, DemandKey key) =>
        state.Demands.Find(key)?.Offers is { Count: > 0 } offers ? [.. offers.Reverse()] : [];

    private static Refusal? CheckTerms(SetDemand c)
    {
        if (c.Target is < 0 or > Defaults.HighestTarget)
        {
            return Refuse.Because(RefusalCode.OutOfRange, $"A target of {c.Target} is out of range; give 0 to {Defaults.HighestTarget}.");
        }

        if (c.Terms.Priority is < Defaults.LowestPriority or > Defaults.HighestPriority)
        {
            return Refuse.Because(RefusalCode.OutOfRange, $"Priority {c.Terms.Priority} is out of range; give {Defaults.LowestPriority} to {Defaults.HighestPriority}.");
        }

        if (c.Terms.Shape.IsZero && c.Terms.Mode != DemandMode.Open)
        {
            return Refuse.Because(RefusalCode.InvalidAmount, $"Class '{c.Class}' takes nothing; give a shape, for only open demand may leave it open.");
        }

        if (c.Terms.Gang is not null && c.Terms.Mode == DemandMode.Spare)
        {
            return Refuse.Because(RefusalCode.OutOfRange, $"Class '{c.Class}' is part of a gang and spare; state a gang's classes as firm or open.");
        }

        if (c.Terms.Gang is not null && c.Terms.Shape.IsZero)
        {
            return Refuse.Because(RefusalCode.InvalidAmount, $"Class '{c.Class}' is part of a gang, which starts whole; give a shape.");
        }

        if (Refuse.Amounts(c.Terms.Shape) is { } amounts)
        {
            return amounts;
        }

        if (!c.Terms.Spread.IsEmpty && c.Terms.Spread.Any(term => term.MaxSkew < 1))
        {
            return Refuse.Because(RefusalCode.OutOfRange, $"Class '{c.Class}' allows a skew below 1; allow 1 or more.");
        }

        if (Refuse.Milliseconds("time to start", c.Terms.StartWithinMilliseconds) is { } time)
        {
            return time;
        }

        return c.Terms.GangClasses is < 1 or > 100 ? Refuse.Because(RefusalCode.OutOfRange, "A gang has 1 to 100 classes.") : null;
    }

    /// <summary>All of a gang is granted, or all of it is offered.</summary>
    private static Refusal? CheckGang(PoolState state, SetDemand c)
    {
        var known = c.Terms.Gang is { } gang ? state.Waiting.FindGang(c.Framework, gang) : null;
        return known?.Classes.FirstOrDefault(member => member.Class != c.Class && member.Terms.Mode != c.Terms.Mode) is { } other
            ? Refuse.Because(RefusalCode.OutOfRange, $"Class '{other.Class}' of gang '{c.Terms.Gang}' is {other.Terms.Mode.ToString().ToLowerInvariant()}; state all of a gang's classes in one mode.")
            : null;
    }

    private static Refusal? CheckVersion(PoolState state, SetDemand c)
    {
        var key = new DemandKey(c.Framework, c.Class);
        var known = state.Demands.Find(key);
        var last = known?.Version ?? (state.Withdrawn.TryGet(key, out var withdrawn) ? withdrawn : long.MinValue);
        var same = known is not null ? known.Target == c.Target && known.Terms.Equals(c.Terms) : c.Target == 0;
        return c.Version > last || (c.Version == last && same)
            ? null
            : Refuse.Because(RefusalCode.StaleVersion, $"Class '{c.Class}' was last stated with version {last}; state it with a higher one.");
    }
}
