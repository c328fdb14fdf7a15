using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Asks for the sake of bounds: a role that is full has room again when others inside it leave, whatever room agents have.</summary>
internal sealed class BoundEasing(Unit unit, Trial trial, Claim claim, VictimBook victims)
{
    /// <summary>What a bound of its role, or of one above it, has too little room for, others inside that role must leave.</summary>
    public bool Ease(List<Asked> all)
    {
        for (var role = unit.Role; role is not null; role = role.Parent)
        {
            while (Broken(role) is var slot and >= 0)
            {
                if (!TakeInside(role, slot, all))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool TakeInside(RoleNode role, int slot, List<Asked> all)
    {
        foreach (var victim in victims.Inside(role))
        {
            if (!victim.Asked && victim.TakesOf(slot) > 0 && claim.CauseFor(victim, [slot]) is { } cause)
            {
                victim.Asked = true;
                all.Add(new Asked(victim, cause));
                trial.Take(victim.Members);
                return true;
            }
        }

        return false;
    }

    /// <summary>The first resource of which a role would use more than it may, what is leaving not counted; -1 if there is none.</summary>
    private int Broken(RoleNode role)
    {
        foreach (var slot in unit.Amount.Slots)
        {
            if (role.CapBound.Names(slot) && role.CapBound[slot] != ResourceVector.Unlimited && role.Usage[slot] - role.GoingAway[slot] > role.CapBound[slot])
            {
                return slot;
            }
        }

        return -1;
    }

    /// <summary>Whether none is broken.</summary>
    public bool Hold()
    {
        for (var role = unit.Role; role is not null; role = role.Parent)
        {
            if (Broken(role) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
