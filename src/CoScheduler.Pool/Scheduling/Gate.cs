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
        var (known, back) = (state.Agents.NotLostSum, state.Agents.HereSum);
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
