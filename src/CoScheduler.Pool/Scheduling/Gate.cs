using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>The restart gate: opens when enough of the known capacity is back.</summary>
internal static class Gate
{
    public static bool IsOpen(Deciding step)
    {
        if (step.State.GateUntil is not null && EnoughIsBack(step.State))
        {
            step.Decide(new GateOpened());
            step.State.Waiting.Settle();
        }

        return step.State.GateUntil is null;
    }

    private static bool EnoughIsBack(PoolState state)
    {
        Amounts known = new(), back = new();
        foreach (var agent in state.Agents.InOrder.Where(agent => agent.Presence != Presence.Lost))
        {
            var total = state.Dimensions.NeedOf(agent.Total.Counted());
            known.Add(total);
            if (agent.Presence == Presence.Here)
            {
                back.Add(total);
            }
        }

        for (var slot = 0; slot < known.Values.Length; slot++)
        {
            if ((Int128)back[slot] * 100 < (Int128)known[slot] * Defaults.RestartGatePercent)
            {
                return false;
            }
        }

        return true;
    }
}
