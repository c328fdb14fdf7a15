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
        }

        return step.State.GateUntil is null;
    }

    private static bool EnoughIsBack(PoolState state)
    {
        ResourceVector known = ResourceVector.Empty, back = ResourceVector.Empty;
        foreach (var agent in state.Agents.Values.Where(agent => agent.Presence != Presence.Lost))
        {
            known = known.Plus(agent.Total.Counted());
            back = agent.Presence == Presence.Here ? back.Plus(agent.Total.Counted()) : back;
        }

        return known.Amounts.All(amount => (Int128)back[amount.Key] * 100 >= (Int128)amount.Value * Defaults.RestartGatePercent);
    }
}
