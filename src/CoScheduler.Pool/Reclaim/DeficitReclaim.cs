using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Asks back what no longer fits on an agent that came back smaller.</summary>
internal static class DeficitReclaim
{
    public static void Run(Deciding step, AgentEntry agent)
    {
        var missing = agent.Deficit.Minus(PlanKeeping.Leaving(step.State, agent));
        foreach (var victim in Victims.All(step.State, allocation => allocation.Agent == agent.Id))
        {
            foreach (var member in victim.Members.Where(member => member.Resources.Touches(missing)))
            {
                missing = missing.Minus(member.Resources);
                Endings.AskBack(step, member, ReclaimCause.Deficit, Endings.GraceOf(step, member));
            }
        }
    }
}
