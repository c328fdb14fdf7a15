using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Brings roles back under limits that were lowered: offers, plans, then what runs.</summary>
internal static class LimitReclaim
{
    public static void Run(Deciding step)
    {
        foreach (var role in step.State.Roles.All)
        {
            if (IsOver(role) is not null)
            {
                Endings.Rescind(step, step.State.Offers.Values.Where(offer => step.State.Roles[offer.Role].Path.Contains(role)));
                Endings.Drop(step, step.State.Plans.Values.Where(plan => plan.Items.Any(item => step.State.Roles[item.Role].Path.Contains(role))), PlanOutcome.Broken);
            }

            if (IsOver(role) is not null)
            {
                Reclaim(step, role);
            }
        }
    }

    private static string? IsOver(RoleNode role) => role.Used.Minus(role.Leaving).FirstAbove(role.Cap);

    private static void Reclaim(Deciding step, RoleNode role)
    {
        bool IsInside(AllocationEntry allocation) => step.State.Roles[allocation.Role].Path.Contains(role);

        // What the guarantees below cover goes last.
        var victims = Victims.All(step.State, IsInside);
        foreach (var victim in victims.Where(victim => !IsKept(victim)).Concat(victims.Where(IsKept)).ToList())
        {
            if (IsOver(role) is { } resource && victim.Counted[resource] > 0)
            {
                foreach (var member in victim.Members)
                {
                    Endings.AskBack(step, member, ReclaimCause.Limit, Endings.GraceOf(step, member));
                }
            }
        }
    }

    private static bool IsKept(Victim victim) => victim.Members.Any(member => victim.Role.Keep.Contains(member));
}
