using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>On a trial, what is on its way out and not spoken for, or offered to anybody, is as good as free.</summary>
internal sealed class ComingFree(PoolState state, Trial trial)
{
    private readonly HashSet<AgentEntry> _unsettled = [];

    /// <summary>Whether an agent owes more than is on its way out: what comes free there goes to that debt.</summary>
    public bool IsSpokenFor(AgentEntry agent) => _unsettled.Contains(agent);

    public void Free(AgentEntry agent)
    {
        if (agent.Leaving.AllZero && agent.Outstanding.AllZero && agent.Rescindable.AllZero)
        {
            if (agent.HasDeficit)
            {
                _unsettled.Add(agent);
            }
        }
        else if (Owes(agent))
        {
            _unsettled.Add(agent);
        }
        else
        {
            Shift(agent, agent.Leaving, 1);
            Shift(agent, agent.Rescindable, 1);
            Shift(agent, agent.Outstanding, -1);
        }
    }

    private void Shift(AgentEntry agent, Amounts amounts, int sign)
    {
        if (!amounts.AllZero)
        {
            trial.Shift(agent, state.Dimensions.NeedOf(state.Dimensions.VectorOf(amounts)), sign);
        }
    }

    /// <summary>What comes free on an agent that owes more than is on its way out goes to that debt.</summary>
    private static bool Owes(AgentEntry agent)
    {
        for (var slot = 0; slot < agent.Room.Values.Length; slot++)
        {
            if (agent.Room[slot] < 0 && agent.Room[slot] + agent.Leaving[slot] < 0)
            {
                return true;
            }
        }

        return false;
    }
}
