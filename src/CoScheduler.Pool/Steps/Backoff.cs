using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>Leaves a demand alone that others were asked back for in vain, for twice as long each time.</summary>
internal static class Backoff
{
    public static void Double(Deciding step, DemandEntry demand)
    {
        var milliseconds = Math.Clamp(demand.Backoff * 2, Defaults.FirstBackoff, Defaults.LongestBackoff);
        step.Decide(new DemandBackedOff(demand.Framework, demand.Class, step.Now.Plus(milliseconds), milliseconds));
    }

    /// <summary>It took what it was given: the next time in vain is the first again.</summary>
    public static void Forget(Deciding step, DemandEntry demand) => step.Decide(new DemandBackedOff(demand.Framework, demand.Class, step.Now, 0));

    /// <summary>Whether any of a unit's demands is backed off.</summary>
    public static bool Holds(Unit unit, PoolTime now)
    {
        foreach (var member in unit.Members)
        {
            if (Holds(member, now))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Holds(DemandEntry demand, PoolTime now) => demand.BackedOffUntil is { } until && until.CompareTo(now) > 0;
}
