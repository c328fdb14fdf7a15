using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Brings roles back under limits that were lowered: offers, plans, then what runs.</summary>
internal static class LimitReclaim
{
    public static void Run(Deciding step)
    {
        foreach (var role in step.State.Roles.All)
        {
            if (Over(role) >= 0)
            {
                Endings.Rescind(step, step.State.Offers.Values.Where(offer => step.State.Roles[offer.Role].IsInside(role)));
                Endings.Drop(step, step.State.Plans.Values.Where(plan => plan.Items.Any(item => step.State.Roles[item.Role].IsInside(role))), PlanOutcome.Broken);
            }

            if (Over(role) >= 0)
            {
                Reclaim(step, role);
            }
        }
    }

    /// <summary>Whether a role is over its limit, what is leaving not counted.</summary>
    public static bool IsOver(RoleNode role) => Over(role) >= 0;

    private static int Over(RoleNode role)
    {
        foreach (var slot in role.CapBound.Slots)
        {
            if (role.CapBound[slot] != ResourceVector.Unlimited && role.Usage[slot] - role.GoingAway[slot] > role.CapBound[slot])
            {
                return slot;
            }
        }

        return -1;
    }

    private static void Reclaim(Deciding step, RoleNode role)
    {
        // What the guarantees below cover goes last.
        var victims = Victims.All(step.State, allocation => allocation.Lot.Role.IsInside(role));
        var left = victims.Where(victim => !IsKept(victim)).Concat(victims.Where(IsKept)).ToList();
        while (Over(role) is var slot and >= 0 && left.Find(victim => victim.TakesOf(slot) > 0) is { } next)
        {
            // Who takes none of this may take of what else there is too much.
            left.Remove(next);
            foreach (var member in next.Members)
            {
                Endings.AskBack(step, member, ReclaimCause.Limit, Endings.GraceOf(step, member));
            }
        }
    }

    private static bool IsKept(Victim victim) => victim.Members.Any(member => victim.Role.Keep.Contains(member));
}
