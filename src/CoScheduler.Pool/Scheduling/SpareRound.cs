using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Grants spare demand what nobody wants: no place, and nothing that a bound leaves, that blocked firm demand could use, nor open
/// demand with a shape, which may ask it back for its share; but for who declines what he is offered.
/// </summary>
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
        var wanting = Wanting(state);
        var terms = wanting.SelectMany(unit => unit.Members).Select(demand => demand.Terms).ToList();
        bool IsUnwanted(AgentEntry agent) => !terms.Exists(one => Places.CouldEver(agent, one));

        var root = state.Roles.Root.Seats[(int)DemandMode.Spare];
        while (root.Next(state.Agents.Capacity) is { } unit)
        {
            var obstacle = Admission.Check(state, unit);
            if (obstacle is null && !IsInTheWay(unit, wanting) && Places.Find(state, unit.Head, where: terms.Count > 0 ? IsUnwanted : null) is { } agent)
            {
                Grants.Make(step, unit.Head, agent, Places.Resolve(state, unit.Head, agent));
                if (unit.Head.Missing == 0)
                {
                    waiting.Renew(unit);
                }
            }
            else
            {
                FirmRound.Fail(waiting, unit, obstacle);
            }
        }

        waiting.PutBack();
    }

    private static List<Unit> Wanting(PoolState state) =>
    [
        .. state.Waiting.Units(DemandMode.Firm),
        .. state.Waiting.Units(DemandMode.Open).Where(unit => !unit.Head.Need.IsNone && !Backoff.Holds(unit, state.Now)),
    ];

    /// <summary>Whether it would have what a bound leaves to one of those who want something of the same role.</summary>
    private static bool IsInTheWay(Unit unit, List<Unit> wanting)
    {
        for (var role = unit.Role; role is not null; role = role.Parent)
        {
            foreach (var other in role.CapBound.Slots.IsEmpty ? [] : wanting)
            {
                if (other.Role!.IsInside(role) && !LeavesBoth(role, unit, other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool LeavesBoth(RoleNode role, Unit unit, Unit other)
    {
        foreach (var slot in other.Amount.Slots)
        {
            if (unit.Amount[slot] > 0 && role.CapBound.Names(slot) && role.CapBound[slot] != ResourceVector.Unlimited
                && unit.Amount[slot] + other.Amount[slot] > role.CapBound[slot] - role.Usage[slot])
            {
                return false;
            }
        }

        return true;
    }
}
