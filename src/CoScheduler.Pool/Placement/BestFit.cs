using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>Places where the least is left over, so that large free places stay whole; names break ties.</summary>
internal static class BestFit
{
    public static AgentEntry? Find(Picture picture, DemandTerms terms, Func<AgentEntry, bool>? where = null)
    {
        AgentEntry? best = null;
        Int128 bestRest = 0;
        foreach (var agent in picture.State.Agents.Values)
        {
            if (!agent.Schedulable || !terms.Shape.FitsIn(picture.Free(agent)) || !Constraints.Match(agent, terms.Constraints) || where?.Invoke(agent) == false)
            {
                continue;
            }

            var rest = Rest(picture.Free(agent), agent.Total, terms.Shape);
            if (best is null || rest < bestRest)
            {
                (best, bestRest) = (agent, rest);
            }
        }

        return best;
    }

    /// <summary>Whether the agent could host it, were it empty and taking tasks.</summary>
    public static bool CouldEver(AgentEntry agent, DemandTerms terms) =>
        agent.Presence != Presence.Lost && terms.Shape.FitsIn(agent.Total) && Constraints.Match(agent, terms.Constraints);

    /// <summary>What would be left of what the shape takes, each resource in parts of 2^32 of the agent's.</summary>
    private static Int128 Rest(ResourceVector free, ResourceVector total, ResourceVector shape)
    {
        Int128 rest = 0;
        foreach (var (resource, amount) in shape.Amounts)
        {
            rest += total[resource] > 0 ? ((Int128)(free[resource] - amount) << 32) / total[resource] : 0;
        }

        return rest;
    }
}
