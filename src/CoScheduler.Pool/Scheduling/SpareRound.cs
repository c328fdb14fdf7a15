using CoScheduler.Pool.Placement;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Grants spare demand what nobody wants: no place that a blocked firm demand could use.</summary>
internal static class SpareRound
{
    public static void Run(Deciding step)
    {
        if (step.State.Waiting.Lines.Any(DemandMode.Spare))
        {
            Grant(step);
        }
    }

    private static void Grant(Deciding step)
    {
        var state = step.State;
        var waiting = state.Waiting;
        var blocked = waiting.Units(DemandMode.Firm).SelectMany(unit => unit.Members).Select(demand => demand.Terms).ToList();
        bool IsUnwanted(AgentEntry agent) => !blocked.Exists(terms => Places.CouldEver(agent, terms));

        var root = state.Roles.Root.Seats[(int)DemandMode.Spare];
        var aside = new List<Unit>();
        while (root.Next(state.Agents.Capacity) is { } unit)
        {
            var obstacle = Admission.Check(state, unit);
            if (obstacle is null && Places.Find(state, unit.Head, where: blocked.Count > 0 ? IsUnwanted : null) is { } agent)
            {
                Grants.Make(step, unit.Head, agent, Places.Resolve(state, unit.Head, agent));
                if (unit.Head.Missing == 0)
                {
                    waiting.Renew(unit);
                }
            }
            else
            {
                FirmRound.Fail(waiting, unit, obstacle, aside);
            }
        }

        waiting.PutBack(aside);
    }
}
