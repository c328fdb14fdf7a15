using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Asks back what no longer fits on an agent that came back smaller.</summary>
internal static class DeficitReclaim
{
    public static void Run(Deciding step, AgentEntry agent)
    {
        if (!Owes(agent))
        {
            return;
        }

        foreach (var victim in Victims.All(step.State, allocation => allocation.Home == agent))
        {
            foreach (var member in victim.Members)
            {
                if (Owes(agent, member.Need))
                {
                    Endings.AskBack(step, member, ReclaimCause.Deficit, Endings.GraceOf(step, member));
                }
            }
        }
    }

    private static bool Owes(AgentEntry agent)
    {
        for (var slot = 0; slot < agent.Room.Values.Length; slot++)
        {
            if (agent.Room[slot] + agent.Leaving[slot] < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it owes something of what an allocation takes, once what is leaving has left.</summary>
    private static bool Owes(AgentEntry agent, Need need)
    {
        foreach (var slot in need.Slots)
        {
            if (agent.Room[slot] + agent.Leaving[slot] < 0)
            {
                return true;
            }
        }

        return false;
    }
}
