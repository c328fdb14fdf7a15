using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class PoolSteps
{
    public static Refusal? CheckQuota(PoolState state, SetQuota c)
    {
        var faults = QuotaValidator.Validate(c.Quota);
        if (faults.Count > 0)
        {
            return Refuse.Because(RefusalCode.InvalidQuota, string.Join(" ", faults.Select(fault => $"{fault.Role}: {fault.Message}")));
        }

        var used = state.Lots.Values.Where(lot => !c.Quota.Roles.ContainsKey(lot.RoleName.Value)).SelectMany(lot => lot.Allocations).MinBy(a => a.Id.Value);
        return used is null
            ? null
            : Refuse.Because(RefusalCode.RoleInUse, $"Role '{used.Role}' would go, and framework '{used.Framework}' still holds {used.Id} in it; stop that first.");
    }

    public static void SetQuota(Deciding step, SetQuota c)
    {
        bool Gone(RoleName role) => !c.Quota.Roles.ContainsKey(role.Value);

        Endings.Rescind(step, step.State.Offers.Values.Where(offer => Gone(offer.Role)));
        Endings.Drop(step, step.State.Plans.Values.Where(plan => plan.Items.Any(item => Gone(item.Role))), PlanOutcome.Broken);
        step.Decide(new QuotaApplied(c.Quota));
        LimitReclaim.Run(step);
        Relief.OfLimits(step);
    }

    public static void Restart(Deciding step, Restarted c)
    {
        Endings.Rescind(step, step.State.Offers.Values);
        step.Decide(new EpochBegun(c.Epoch, step.Now.Plus(Defaults.RestartGate)));
        foreach (var agent in step.State.Agents.Values.Where(agent => agent.Presence == Presence.Here).ToList())
        {
            step.Decide(new AgentWentAway(agent.Id));
        }
    }
}
